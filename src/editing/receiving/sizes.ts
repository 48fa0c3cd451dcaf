import type { PictureFile } from '../../articles/files/picture'
export const makeSizes = async (_i: ImagesBinding, _f: PictureFile) => null
export const convertHeic = async (_i: ImagesBinding, _b: Uint8Array) => null
