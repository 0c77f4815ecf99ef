// A package that README.md imports and that is not among those that are installed here; see scripts/readme-types.mjs.
declare module '@tensorflow/tfjs-backend-webgl';
