import { FoveaError } from '../base/errors';

/**
 * Extensions of the formats that `openImage` reads: of those of image/* in Python's mimetypes, which fastai goes by, and other names of
 * the same formats.
 */
export const READ_EXTENSIONS: ReadonlySet<string> = new Set(
  '.avif .bmp .dib .gif .jfif .jpe .jpeg .jpg .pbm .pgm .png .pnm .ppm .svg .tif .tiff .webp'.split(' '),
);

/** Extensions of image formats that `openImage` does not read. */
export const OTHER_EXTENSIONS: ReadonlySet<string> = new Set(
  (
    '.arw .cr2 .cr3 .cur .dcm .dds .dng .eps .exr .fits .hdr .heic .heif .hif .ico .ief .j2k .jp2 .jpx .jxl .nef .nrrd .orf ' +
    '.pam .pcx .pfm .psd .raf .ras .rgb .rw2 .tga .xbm .xcf .xpm .xwd'
  ).split(' '),
);

/** A format that is not read, and how to get an image that is. */
export interface UnreadFormat {
  readonly name: string;
  readonly cure: string;
}

/** A format that sharp does not read: our own decoders read two, the others are refused. */
export type SpecialFormat = 'BMP' | 'Netpbm' | UnreadFormat;

const CONVERT = 'Convert it to PNG or JPEG, e.g. with ImageMagick: magick FILE FILE.png';
const other = (name: string, cure = CONVERT): UnreadFormat => ({ name, cure });

const HEIC = other(
  'HEIC, the format of iPhones',
  'Convert it to JPEG: "heif-convert photo.heic photo.jpg" (package libheif-examples), or "sips -s format jpeg photo.heic --out photo.jpg" on a Mac. ' +
    'An iPhone saves JPEG itself after Settings > Camera > Formats > Most Compatible.',
);

const HEIC_BRANDS = /^(hei[cxms]|hev[cxms]|mif1|msf1|miaf)$/;

// By their first bytes, as the text of printable().
const SIGNATURES: readonly (readonly [RegExp, SpecialFormat])[] = [
  // A text may begin with BM; in a BMP the size of its header follows.
  [/^BM.{12}[␌(48@l|]␀␀␀/s, 'BMP'],
  [/^P[1-6][\s#]/, 'Netpbm'],
  [/^P7\s|^P[fF]\s/, other('a Netpbm format for other numbers than colours (PAM or PFM)')],
  [/^␀␀[␁␂]␀[^␀]␀/s, other('an icon (ICO)')],
  [/^ÿ\n|^␀␀␀␌JXL /, other('JPEG XL')],
  [/^␀␀␀␌jP {2}|^ÿOÿQ/, other('JPEG 2000')],
  [/^8BPS/, other('a Photoshop file')],
  [/^gimp xcf/, other('a GIMP file')],
  [/^v\/1␁/, other('OpenEXR')],
  [/^#\?(RADIANCE|RGBE)/, other('Radiance HDR')],
  [/^DDS /, other('a DDS texture')],
  [/^SIMPLE {2}=/, other('FITS')],
  [/^.{128}DICM/s, other('DICOM', 'Convert it, e.g. with dcmtk: dcm2img image.dcm image.png')],
  [/^%PDF/, other('a PDF', 'Save its pages as images, e.g. "pdftoppm -png file.pdf page".')],
  [/^PK␃␄/, other('a ZIP archive', 'Unpack it.')],
  [
    /^␀␀␀.ftyp(isom|mp4|qt|M4V|avc1)/s,
    other('a video', 'Save its frames, e.g. "ffmpeg -i video.mp4 frame%05d.png".'),
  ],
  [
    /^\s*<(!doctype html|html)/i,
    other(
      'a web page',
      'Download the image itself: a server sent a page, e.g. of a login or an error, in its place.',
    ),
  ],
  [
    /^version https:\/\/git-lfs/,
    other('a pointer of Git LFS, not the image', 'Run "git lfs pull" in its repository.'),
  ],
];

/**
 * The format that a file's first bytes say it is in, whatever its name.
 *
 * @param head The first bytes of the file, at least 132 where it has them.
 * @returns The format; undefined for those that sharp reads, and for unknown ones.
 */
export function specialFormat(head: Uint8Array): SpecialFormat | undefined {
  const text = printable(head.subarray(0, 256));
  return SIGNATURES.find(([signature]) => signature.test(text))?.[1] ?? (isHeic(head) ? HEIC : undefined);
}

/** Bytes as Latin-1 text, control characters but line ends and tabs as their Unicode pictures, e.g. ␀ for 0. */
function printable(bytes: Uint8Array): string {
  const characters = Array.from(bytes, (byte) =>
    byte < 32 && !'\t\n\r'.includes(String.fromCharCode(byte)) ? byte + 0x2400 : byte,
  );
  return String.fromCharCode(...characters);
}

// AVIF has the same container; its brand is among the compatible ones where the first is a general one.
function isHeic(head: Uint8Array): boolean {
  const text = Buffer.from(head).toString('latin1');
  if (text.slice(4, 8) !== 'ftyp') return false;
  const brands = text.slice(8, 256 * head[2] + head[3]).match(/.{4}/gs) ?? [];
  return HEIC_BRANDS.test(brands[0] ?? '') && !brands.some((brand) => /^avi[fs]$/.test(brand));
}

/** The error for a file in a format that is not read. */
export function unreadFormat(name: string, { name: format, cure }: UnreadFormat): FoveaError {
  return new FoveaError(`${name} could not be decoded: it is ${format}, which fovea does not read.`, cure);
}
