import sharp from 'sharp';

// Many images are read at once, each on one thread: dividing a small photo among threads costs more than it gains.
sharp.concurrency(1);
// No file is read twice within an epoch, so libvips' cache would only hold memory and open files.
sharp.cache(false);

/** sharp, set up for reading many small images. */
export { sharp };
