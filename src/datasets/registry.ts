/** A public data set, as fastai packs it. */
export interface PublicDataset {
  /** Its name in messages, e.g. `Pets`. */
  readonly title: string;
  /** The folder it unpacks to, e.g. `oxford-iiit-pet`; the same in fastai's cache, in `data/` and in FOVEA_DATA. */
  readonly folder: string;
  /** Address of the gzipped tar archive. */
  readonly url: string;
  /** Size of the archive in bytes. */
  readonly bytes: number;
  /** MD5 of the archive's first 2^20 bytes, in hexadecimal: fastai's own checksum. Undefined where `md5` is known. */
  readonly md5OfFirstMiB?: string;
  /** MD5 of the whole archive, in hexadecimal. */
  readonly md5?: string;
}

const HOST = 'https://s3.amazonaws.com';

/**
 * The data sets of the four lessons, for `untarData`. A new data set is a new entry here.
 *
 * Addresses, sizes and checksums are those of fastai 2.8, `data/external.py` and `data/download_checks.py`.
 */
export const URLs = {
  /** Oxford-IIIT Pet: 7,390 photos of 37 breeds of cats and dogs. */
  PETS: {
    title: 'Pets',
    folder: 'oxford-iiit-pet',
    url: `${HOST}/fast-ai-imageclas/oxford-iiit-pet.tgz`,
    bytes: 811_706_944,
    md5OfFirstMiB: 'e4db5c768afd933bb91f5f594d7417a4',
  },
  /** PASCAL VOC 2007: photos, each with objects of one or several of 20 classes. */
  PASCAL_2007: {
    title: 'PASCAL 2007',
    folder: 'pascal_2007',
    url: `${HOST}/fast-ai-imagelocal/pascal_2007.tgz`,
    bytes: 1_637_796_771,
    md5OfFirstMiB: '433b4706eb7c42bd74e7f784e3fdf244',
  },
  /** CamVid: 701 images of street scenes, with one of 32 classes for every pixel. */
  CAMVID: {
    title: 'CamVid',
    folder: 'camvid',
    url: `${HOST}/fast-ai-imagelocal/camvid.tgz`,
    bytes: 598_913_237,
    md5OfFirstMiB: '648371e4f3a833682afb39b08a3ce2aa',
  },
  /** 100 images of CamVid, 128 x 96 pixels. */
  CAMVID_TINY: {
    title: 'CamVid tiny',
    folder: 'camvid_tiny',
    url: `${HOST}/fast-ai-sample/camvid_tiny.tgz`,
    bytes: 2_314_212,
    md5OfFirstMiB: '2cf6daf91b7a2083ecfa3e9968e9d915',
  },
  /** Biwi Kinect Head Pose: 24 recordings of people turning their heads. */
  BIWI_HEAD_POSE: {
    title: 'Biwi head pose',
    folder: 'biwi_head_pose',
    url: `${HOST}/fast-ai-imagelocal/biwi_head_pose.tgz`,
    bytes: 452_316_199,
    md5OfFirstMiB: '00f4ccf66e8cba184bc292fdc08fb237',
  },
  /** 200 small images of Biwi. */
  BIWI_SAMPLE: {
    title: 'Biwi sample',
    folder: 'biwi_sample',
    url: `${HOST}/fast-ai-sample/biwi_sample.tgz`,
    bytes: 593_774,
    md5OfFirstMiB: '9179f4c1435f4b291f0d5b072d60c2c9',
  },
} satisfies Record<string, PublicDataset>;
