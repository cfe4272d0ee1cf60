/** An image as messages and steps hold it: by its hash and size, never by its bytes. */
export type ImageRef = {
  /** Of the file a person named, in hexadecimal; finds the bytes when a call is made. */
  sha256: string;
  /** `image/png` and the like. */
  mediaType: string;
  /** In pixels, upright. */
  width: number;
  height: number;
  /** Said right before the image, so that the text can speak of it: `Figure 2`; '' for none. */
  label: string;
};

/** The bytes behind an image. */
export type ImageFile = Pick<ImageRef, 'mediaType' | 'width' | 'height'> & {
  bytes: Uint8Array;
  /** For messages to people: the file it came from. */
  name: string;
};

/** Finds bytes by the hash of the named file. @throws {Error} There is no such image. */
export type FindImage = (sha256: string) => ImageFile;
