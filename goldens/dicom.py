"""Goldens of DICOM files from pydicom: each case has the file itself, the pixels that pydicom reads, and their shades.

Shades are what is to be seen, 0 (black) to 1 (white): apply_modality_lut, then apply_voi_lut, brought from the range of
values that pydicom gives to 0..1, and turned where the photometric interpretation is MONOCHROME1.
"""

import base64
import io
import json
import os
import struct

import imagecodecs
import numpy as np
import pydicom
from PIL import Image
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate, encapsulate_extended
from pydicom.pixels import apply_modality_lut, apply_voi_lut
from pydicom.pixels.encoders import RLELosslessEncoder
from pydicom.uid import generate_uid

import golden

ROWS, COLUMNS = 10, 13
IMPLICIT, EXPLICIT, DEFLATED, BIG = (
    "1.2.840.10008.1.2",
    "1.2.840.10008.1.2.1",
    "1.2.840.10008.1.2.1.99",
    "1.2.840.10008.1.2.2",
)
RLE = "1.2.840.10008.1.2.5"
JPEG = "1.2.840.10008.1.2.4."


def picture(seed, least, largest, shape=(ROWS, COLUMNS), dtype=np.int64):
    """Returns a slope with some noise, from `least` to `largest`."""
    size = int(np.prod(shape))
    slope = np.linspace(0, 1, size).reshape(shape) * 0.8
    noise = (golden.stream(seed, shape).astype(np.float64) + 1) * 0.1
    values = least + (slope + noise) * (largest - least)
    values = np.rint(values).astype(np.int64)
    values.reshape(-1)[[0, -1]] = least, largest
    return values.astype(dtype)


def dataset(syntax, **attributes):
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = syntax
    meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.1"
    meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=["descent"])
    ds = FileDataset(None, {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID = meta.MediaStorageSOPClassUID
    ds.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    ds.Modality = "CR"
    for name, value in attributes.items():
        setattr(ds, name, value)
    return ds


def image(syntax, values, bits=16, stored=None, signed=False, interpretation="MONOCHROME2", planar=None, **attributes):
    """Returns a data set of pixels that are not packed; [frames,] rows, columns[, samples]."""
    values = np.asarray(values)
    samples = 3 if values.ndim >= 3 and values.shape[-1] == 3 else 1
    frames = values.ndim - (3 if samples == 3 else 2)
    ds = dataset(syntax, **attributes)
    ds.Rows, ds.Columns = values.shape[frames : frames + 2]
    if frames:
        ds.NumberOfFrames = values.shape[0]
    ds.SamplesPerPixel = samples
    ds.PhotometricInterpretation = interpretation
    if samples == 3:
        ds.PlanarConfiguration = planar or 0
    ds.BitsAllocated, ds.BitsStored = bits, stored or bits
    ds.HighBit = ds.BitsStored - 1
    ds.PixelRepresentation = int(signed)
    order = ">" if syntax == BIG else "<"
    kind = order + ("i" if signed else "u") + str(bits // 8)
    laid = np.moveaxis(values, -1, 0) if planar else values
    data = laid.astype(kind).tobytes()
    ds.PixelData = data + b"\0" * (len(data) % 2)
    ds["PixelData"].VR = "OB" if bits == 8 and syntax != IMPLICIT else "OW"
    return ds


def packed(syntax, frames, values, **options):
    """Returns a data set whose pixels are the given codestreams; each may be in several pieces."""
    ds = image(EXPLICIT, values, **options)
    ds.file_meta.TransferSyntaxUID = syntax
    ds.PixelData = encapsulate(frames, fragments_per_frame=options.get("pieces", 1))
    ds["PixelData"].VR = "OB"
    ds["PixelData"].is_undefined_length = True
    return ds


def file_of(ds):
    buffer = io.BytesIO()
    pydicom.dcmwrite(buffer, ds, enforce_file_format=True)
    return buffer.getvalue()


def ends(ds):
    """Returns the range that pydicom brings windowed values to."""
    if ds.PixelRepresentation:
        least, largest = -(2 ** (ds.BitsStored - 1)), 2 ** (ds.BitsStored - 1) - 1
    else:
        least, largest = 0, 2**ds.BitsStored - 1
    if "ModalityLUTSequence" in ds:
        return 0, 2 ** ds.ModalityLUTSequence[0].LUTDescriptor[2] - 1
    slope, intercept = ds.get("RescaleSlope", 1), ds.get("RescaleIntercept", 0)
    return least * slope + intercept, largest * slope + intercept


def shades_of(ds, pixels):
    if ds.get("VOILUTSequence"):
        top = 2 ** ds.VOILUTSequence[0].LUTDescriptor[2] - 1
        shades = apply_voi_lut(apply_modality_lut(pixels, ds), ds) / top
    else:
        least, largest = ends(ds)
        shades = (apply_voi_lut(apply_modality_lut(pixels, ds), ds) - least) / (largest - least)
    return 1 - shades if ds.PhotometricInterpretation == "MONOCHROME1" else shades


def case(name, content, pixels=None, plugin="", close=0, shades=None):
    """Reads the file by pydicom. `pixels` where pydicom gives something else than the standard asks for; `close` is how
    far another decoder may be off."""
    content = content if isinstance(content, bytes) else file_of(content)
    ds = pydicom.dcmread(io.BytesIO(content), force=True)
    if pixels is None:
        if "TransferSyntaxUID" not in ds.file_meta:
            # What pydicom found when it read the elements.
            ds.file_meta.TransferSyntaxUID = IMPLICIT if ds.original_encoding[0] else EXPLICIT
        if plugin:
            ds.pixel_array_options(decoding_plugin=plugin)
        pixels = ds.pixel_array
    outputs = {"pixels": exact(pixels)}
    if shades is None and ("WindowCenter" in ds or "VOILUTSequence" in ds):
        shades = shades_of(ds, pixels)
    if shades is not None:
        outputs["shades"] = golden.result(shades)
    attrs = {"close": close, "bytes": base64.b64encode(content).decode("ascii")}
    return {"name": name, "attrs": attrs, "outputs": outputs}


def exact(values):
    """Returns the JSON form of whole numbers, which float32 may not hold."""
    array = np.asarray(values)
    if array.dtype.kind == "f":
        return golden.tensor(array)
    return {"shape": list(array.shape), "values": Whole(array.ravel().tolist())}


class Whole(list):
    """Whole numbers, written in a line."""


def native_cases():
    window = {"WindowCenter": 2000, "WindowWidth": 3000}
    unsigned = picture(1, 0, 4095)
    signed = picture(2, -2048, 2047)
    yield case("unsigned, 12 of 16 bits", image(EXPLICIT, unsigned, stored=12, **window))
    yield case("signed, 12 of 16 bits", image(EXPLICIT, signed, stored=12, signed=True, WindowCenter=0, WindowWidth=1500))
    hounsfield = {"RescaleSlope": 1, "RescaleIntercept": -1024, "WindowCenter": [40, -600], "WindowWidth": [400, 1500]}
    yield case("implicit, rescaled, two windows", image(IMPLICIT, picture(3, 0, 3000), stored=12, **hounsfield))
    yield case("signed, 16 of 16 bits, slope 0.5", image(EXPLICIT, picture(4, -32768, 32767), signed=True, RescaleSlope="0.5", RescaleIntercept="10", WindowCenter=100, WindowWidth=9000))
    yield case("MONOCHROME1, 8 bits", image(EXPLICIT, picture(5, 0, 255), bits=8, interpretation="MONOCHROME1", WindowCenter=128, WindowWidth=200))
    yield case("signed, 8 bits", image(EXPLICIT, picture(6, -128, 127), bits=8, signed=True))
    yield case("big endian, 16 bits", image(BIG, picture(7, 0, 65535), **window))
    yield case("big endian, signed", image(BIG, signed, signed=True, stored=12))
    bytes_in_words = image(BIG, picture(29, 0, 255), bits=8)
    bytes_in_words["PixelData"].VR = "OW"
    swapped = np.frombuffer(bytes_in_words.PixelData, np.uint16).byteswap().tobytes()
    bytes_in_words.PixelData = swapped
    yield case("big endian, bytes in words", bytes_in_words)
    yield case("deflated", image(DEFLATED, unsigned, stored=12, **window))
    yield case("three frames of odd size", image(EXPLICIT, picture(8, 0, 255, (3, 5, 7)), bits=8))
    yield case("32 bits, unsigned", image(EXPLICIT, picture(9, 0, 2**32 - 1), bits=32))
    yield case("32 bits, signed", image(EXPLICIT, picture(10, -(2**31), 2**31 - 1), bits=32, signed=True))
    yield case("LINEAR_EXACT", image(EXPLICIT, unsigned, stored=12, VOILUTFunction="LINEAR_EXACT", **window))
    yield case("SIGMOID", image(EXPLICIT, unsigned, stored=12, VOILUTFunction="SIGMOID", **window))
    yield case("a window of 1", image(EXPLICIT, unsigned, stored=12, WindowCenter=2000.5, WindowWidth=1))
    bits = picture(11, 0, 1, (2, 5, 7))
    one = image(EXPLICIT, bits, bits=8)
    one.BitsAllocated = one.BitsStored = 1
    one.HighBit = 0
    one.PixelData = np.packbits(bits.ravel().astype(np.uint8), bitorder="little").tobytes()
    one.PixelData += b"\0" * (len(one.PixelData) % 2)
    yield case("single bits, two frames that end inside of bytes", one)
    overlaid = image(EXPLICIT, unsigned | 0xA000, stored=12)
    yield case("bits that are not in use", overlaid, pixels=unsigned)
    shifted = image(EXPLICIT, unsigned << 2, stored=12)
    shifted.HighBit = 13
    yield case("bits above others that are not in use", shifted, pixels=unsigned)
    for bits, name, keyword in ((32, "float32", "FloatPixelData"), (64, "float64", "DoubleFloatPixelData")):
        ds = image(EXPLICIT, unsigned)
        values = (unsigned / 16 - 100).astype(name)
        del ds.PixelData, ds.BitsStored, ds.HighBit, ds.PixelRepresentation
        ds.BitsAllocated = bits
        setattr(ds, keyword, values.tobytes())
        yield case(name + " pixels", ds, pixels=values.astype(np.float32))
    padded = picture(12, 100, 4000)
    padded[:3] = 0
    padded[3, 0] = 100
    shades = np.clip((padded - 100) / 3900, 0, 1)
    yield case("no window, values that mean nothing", image(EXPLICIT, padded, stored=12, PixelPaddingValue=0), shades=shades)


def table(first, entries, bits, signed=False):
    item = Dataset()
    item.LUTDescriptor = [len(entries), first, bits]
    item["LUTDescriptor"].VR = "SS" if signed else "US"
    item.LUTData = entries
    item["LUTData"].VR = "US"
    return item


def table_cases():
    values = picture(13, 0, 255)
    curve = [int(round(4095 * (i / 199) ** 2)) for i in range(200)]
    modality = table(20, [16 * value for value in curve], 16)
    modality.ModalityLUTType = "US"
    ds = image(EXPLICIT, values, bits=8, WindowCenter=16000, WindowWidth=40000)
    ds.ModalityLUTSequence = [modality]
    yield case("a table of what values measure", ds)
    for syntax, name in ((EXPLICIT, "explicit"), (IMPLICIT, "implicit")):
        ds = image(syntax, values, bits=8)
        ds.VOILUTSequence = [table(20, curve, 12)]
        yield case("a table in place of a window, " + name, ds)
    ds = image(EXPLICIT, picture(14, -100, 100), signed=True)
    ds.VOILUTSequence = [table(-50, curve[:101], 12, signed=True)]
    yield case("a table from a value below 0", ds)


def enhanced_case():
    """Two frames whose slopes differ, in functional groups; what pydicom reads of each by itself."""
    values = picture(15, 0, 4095, (2, 5, 7))
    ds = image(EXPLICIT, values, stored=12)
    slopes, intercepts = (1, 2), (-1000, 50)
    frames, shades = [], []
    for frame, (slope, intercept) in enumerate(zip(slopes, intercepts)):
        transformation, voi, group = Dataset(), Dataset(), Dataset()
        transformation.RescaleSlope, transformation.RescaleIntercept, transformation.RescaleType = slope, intercept, "US"
        voi.WindowCenter, voi.WindowWidth = 1000 + 500 * frame, 3000
        group.PixelValueTransformationSequence = [transformation]
        group.FrameVOILUTSequence = [voi]
        frames.append(group)
        single = image(EXPLICIT, values[frame], stored=12, RescaleSlope=slope, RescaleIntercept=intercept)
        single.WindowCenter, single.WindowWidth = voi.WindowCenter, voi.WindowWidth
        shades.append(shades_of(single, values[frame]))
    ds.PerFrameFunctionalGroupsSequence = frames
    yield case("slopes and windows of each frame", ds, shades=np.stack(shades))


def color_cases():
    colors = picture(16, 0, 255, (ROWS, 12, 3), np.uint8)[:, ::-1]
    yield case("RGB", image(EXPLICIT, colors, bits=8, interpretation="RGB"))
    yield case("RGB in planes", image(EXPLICIT, colors, bits=8, interpretation="RGB", planar=1))
    yield case("RGB of 16 bits", image(EXPLICIT, picture(17, 0, 65535, (4, 5, 3)), interpretation="RGB"))
    # Rounding of colours is a matter of taste: by one.
    yield case("YBR_FULL", image(EXPLICIT, colors, bits=8, interpretation="YBR_FULL"), close=1)
    ds = image(EXPLICIT, colors, bits=8, interpretation="YBR_FULL_422")
    pairs = colors.reshape(-1, 2, 3)
    ds.PixelData = np.stack([pairs[:, 0, 0], pairs[:, 1, 0], pairs[:, 0, 1], pairs[:, 0, 2]], axis=1).tobytes()
    yield case("YBR_FULL_422", ds, close=1)


def rle(values, **options):
    ds = image(EXPLICIT, values, **options)
    ds.compress(RLE, encoding_plugin="pydicom")
    return ds


def rle_cases():
    yield case("run lengths, 8 bits", rle(picture(18, 0, 255) // 40 * 40, bits=8))
    yield case("run lengths, 16 bits, signed", rle(picture(19, -32768, 32767), signed=True))
    yield case("run lengths, RGB", rle(picture(20, 0, 255, (6, 7, 3)), bits=8, interpretation="RGB"))
    yield case("run lengths, three frames", rle(picture(21, 0, 4095, (3, 5, 7)), stored=12))


def jpeg_of(values, mode, **options):
    buffer = io.BytesIO()
    Image.fromarray(values.astype(np.uint8), mode).save(buffer, "JPEG", **options)
    return buffer.getvalue()


def without_markers(data):
    """Returns a JPEG image without the markers of applications, and with components called 1, 2, 3."""
    kept, at = data[:2], 2
    while data[at + 1] != 0xDA:
        end = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        segment = bytearray(data[at:end])
        if data[at + 1] == 0xC0:
            segment[10::3] = b"\x01\x02\x03"
        if not 0xE0 <= data[at + 1] <= 0xEF:
            kept += bytes(segment)
        at = end
    end = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    scan = bytearray(data[at:end])
    scan[5:11:2] = b"\x01\x02\x03"
    return kept + bytes(scan) + data[end:]


def even(data):
    return data + b"\0" * (len(data) % 2)


def codec_cases():
    grey = picture(22, 0, 255, (ROWS, COLUMNS), np.uint8)
    deep = picture(23, 0, 4095, dtype=np.uint16)
    below = picture(24, -2048, 2047, dtype=np.int16)
    colors = picture(25, 0, 255, (ROWS, 12, 3), np.uint8)
    frames = picture(26, 0, 255, (3, ROWS, COLUMNS), np.uint8)

    # The decoders of lossy JPEG may be off by one from one another.
    lossy = {"plugin": "pillow", "close": 1}
    baseline = packed(JPEG + "50", [jpeg_of(grey, "L", quality=90)], grey, bits=8)
    yield case("JPEG baseline", baseline, **lossy)
    ds = packed(JPEG + "50", [jpeg_of(colors, "RGB", quality=95, subsampling=0)], colors, bits=8, interpretation="YBR_FULL")
    yield case("JPEG baseline, colours", ds, **{**lossy, "close": 2})
    # Without markers, so that only the file says what the components are.
    plain = imagecodecs.jpeg8_encode(colors, level=95, colorspace="RGB", outcolorspace="RGB")
    ds = packed(JPEG + "50", [even(without_markers(plain))], colors, bits=8, interpretation="RGB")
    yield case("JPEG baseline, RGB that only the file tells of", ds, **lossy)
    codestreams = [jpeg_of(frame, "L", quality=90) for frame in frames]
    ds = packed(JPEG + "50", codestreams, frames, bits=8)
    ds.PixelData = encapsulate(codestreams, fragments_per_frame=3)
    yield case("JPEG baseline, three frames of three pieces, with offsets", ds, **lossy)
    ds.PixelData = encapsulate(codestreams, fragments_per_frame=2, has_bot=False)
    yield case("JPEG baseline, three frames of two pieces, without offsets", ds, **lossy)

    for uid in ("57", "70"):
        for values, options in ((grey, {"bits": 8}), (deep, {"stored": 12})):
            bits = options.get("stored", 8)
            encoded = imagecodecs.ljpeg_encode(values, bitspersample=bits)
            ds = packed(JPEG + uid, [even(encoded)], values, **options)
            yield case("JPEG Lossless %s, %d bits" % (uid, bits), ds, pixels=values)

    for uid, near in (("80", 0), ("81", 2)):
        for values, options in ((grey, {"bits": 8}), (deep, {"stored": 12}), (below, {"stored": 12, "signed": True})):
            if near and options.get("signed"):
                continue
            raw = (values.astype(np.int64) & 0xFFF).astype(np.uint16) if options.get("signed") else values
            encoded = imagecodecs.jpegls_encode(raw, level=near)
            name = "JPEG-LS %s, %s%d bits" % (uid, "signed, " if options.get("signed") else "", options.get("stored", 8))
            # pydicom leaves the sign out where it is not the highest of 16 bits.
            pixels = values if options.get("signed") else None
            yield case(name, packed(JPEG + uid, [even(encoded)], values, **options), pixels=pixels)

    for uid, reversible in (("90", True), ("91", False)):
        for values, options in ((grey, {"bits": 8}), (deep, {"stored": 12}), (below, {"stored": 12, "signed": True})):
            encoded = imagecodecs.jpeg2k_encode(values, level=0 if reversible else 40, reversible=reversible, codecformat="j2k", bitspersample=options.get("stored", 8))
            name = "JPEG 2000 %s, %s%d bits" % (uid, "signed, " if options.get("signed") else "", options.get("stored", 8))
            yield case(name, packed(JPEG + uid, [even(encoded)], values, **options), close=0 if reversible else 1)
    boxed = imagecodecs.jpeg2k_encode(deep, level=0, reversible=True, codecformat="jp2", bitspersample=12)
    yield case("JPEG 2000 90, in the boxes of JP2", packed(JPEG + "90", [even(boxed)], deep, stored=12))
    encoded = imagecodecs.jpeg2k_encode(colors, level=0, reversible=True, codecformat="j2k", mct=True)
    yield case("JPEG 2000 90, colours", packed(JPEG + "90", [even(encoded)], colors, bits=8, interpretation="YBR_RCT"))

    for uid, reversible in (("201", True), ("203", False)):
        for values, options in ((grey, {"bits": 8}), (deep, {}), (below, {"signed": True})):
            encoded = imagecodecs.htj2k_encode(values, reversible=reversible)
            name = "HTJ2K %s, %s%d bits" % (uid, "signed, " if options.get("signed") else "", options.get("bits", 16))
            yield case(name, packed(JPEG + uid, [even(encoded)], values, **options), close=0 if reversible else 1)


def header_cases():
    ds = image(EXPLICIT, picture(27, 0, 4095), stored=12)
    whole = file_of(ds)
    body = 144 + struct.unpack("<I", whole[140:144])[0]
    yield case("no preamble", whole[128 + 4 :])
    yield case("no header, explicit", whole[:132] + whole[body:])
    yield case("neither preamble nor header, explicit", whole[body:])
    whole = file_of(image(IMPLICIT, picture(27, 0, 4095), stored=12))
    body = 144 + struct.unpack("<I", whole[140:144])[0]
    yield case("no header, implicit", whole[:132] + whole[body:])
    yield case("neither preamble nor header, implicit", whole[body:])
    # A header of a single element, which does not name the transfer syntax.
    version = struct.pack("<HH2sHIH", 2, 1, b"OB", 0, 2, 256)
    yield case("a header without a transfer syntax", whole[:132] + version + whole[body:])


def tagged_case():
    ds = image(EXPLICIT, picture(28, 0, 255, (4, 4)), bits=8)
    ds.SpecificCharacterSet = "ISO_IR 100"
    ds.PatientID, ds.PatientName, ds.PatientSex, ds.PatientAge = "Müller-17 ", "Nobody^Must^Read", "F", "018M"
    ds.ViewPosition, ds.BodyPartExamined, ds.ImageLaterality = "PA", "CHEST", "U"
    ds.Manufacturer, ds.InstitutionName = "Maker", "Clinic"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = "1.2.3", "1.2.3.4"
    ds.PixelSpacing = ["0.143", "0.139"]
    ds.BurnedInAnnotation = "YES"
    # A sequence without and one with a length, before the pixels.
    inner = Dataset()
    inner.CodeValue = "R-10206"
    outer = Dataset()
    outer.ViewModifierCodeSequence = [inner]
    outer.is_undefined_length_sequence_item = True
    ds.ViewCodeSequence = [outer]
    ds["ViewCodeSequence"].is_undefined_length = True
    ds.ReferencedStudySequence = [Dataset(), inner]
    yield case("tags and sequences", ds)


def write(cases):
    origin = {
        "library": "pydicom",
        "version": pydicom.__version__,
        "script": "goldens/dicom.py",
        "codecs": "Pillow %s, imagecodecs %s" % (Image.__version__, imagecodecs.__version__),
    }
    rows = []
    for each in cases:
        outputs = ", ".join(
            '"%s": { "shape": %s, "values": [%s] }' % (name, json.dumps(value["shape"]), ",".join(text(value["values"])))
            for name, value in each["outputs"].items()
        )
        rows.append('    { "name": %s, "attrs": %s, "outputs": { %s } }' % (json.dumps(each["name"]), json.dumps(each["attrs"]), outputs))
    path = os.path.join(golden.FOLDER, "dicom.json")
    with open(path, "w", encoding="utf-8") as file:
        file.write('{\n  "origin": %s,\n  "cases": [\n%s\n  ]\n}\n' % (json.dumps(origin), ",\n".join(rows)))
    print("dicom.json: %d cases, %d bytes" % (len(rows), os.path.getsize(path)))


def text(values):
    return [golden._number(value) if isinstance(value, np.floating) else str(value) for value in values]


if __name__ == "__main__":
    write(
        [
            each
            for make in (native_cases, table_cases, enhanced_case, color_cases, rle_cases, codec_cases, header_cases, tagged_case)
            for each in make()
        ]
    )
