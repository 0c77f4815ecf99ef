import { existsSync } from 'node:fs';

/** Vulkan drivers in software that browsers bring along on Linux. */
const softwareDrivers = [
  '/usr/lib/chromium/vk_swiftshader_icd.json',
  '/usr/lib/chromium-browser/vk_swiftshader_icd.json',
  '/opt/google/chrome/vk_swiftshader_icd.json',
];

/**
 * Lets Vulkan find a driver in software, where the machine's own have no adapter for us. Drivers that the user names by
 * `VK_DRIVER_FILES` stay.
 * @returns whether there is one
 */
export function useSoftwareDriver(): boolean {
  if (process.platform !== 'linux' || process.env.VK_DRIVER_FILES !== undefined) return false;
  const driver = softwareDrivers.find((path) => existsSync(path));
  if (driver === undefined) return false;
  process.env.VK_DRIVER_FILES = driver;
  return true;
}

/** How this system comes by an adapter. */
export function driverHint(): string {
  switch (process.platform) {
    case 'linux':
      return 'install a Vulkan driver: apt-get install -y mesa-vulkan-drivers for GPUs of AMD and Intel, the driver of the maker for NVIDIA; without a GPU: apt-get install -y chromium, whose driver in software is then found';
    case 'darwin':
      return 'Metal needs macOS 11 or later, and a session with a display';
    case 'win32':
      return "install the graphics driver of the GPU's maker: Dawn needs Direct3D 12";
    default:
      return 'Dawn runs on Linux, macOS and Windows';
  }
}
