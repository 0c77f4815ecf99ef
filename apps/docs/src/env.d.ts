declare namespace App {
  interface Locals {
    /** Set by Starlight for each of its pages. */
    starlightRoute: import('@astrojs/starlight/route-data').StarlightRouteData;
  }
}
