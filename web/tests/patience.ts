// How long things may take. A slow or busy machine sets QANTAR_PATIENCE to 2 or 3; nothing else says how long to wait.

/** Every time-out is multiplied by this. Measured limits, which are promises to users, are not. */
export const PATIENCE = Number(process.env['QANTAR_PATIENCE'] ?? 1) || 1;

/** One expectation of the page, in milliseconds. */
export const SOON = 15_000 * PATIENCE;
/** One whole test. */
export const TEST = 120_000 * PATIENCE;
/** The program reading the example reports; a debug build on a busy machine. */
export const READING = 240_000 * PATIENCE;
