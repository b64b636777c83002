/**
 * A name in the one Unicode form in which names are compared: NFC. macOS writes "é" in file names as two characters, keyboards and
 * tables as one; both look the same.
 *
 * @param name The name of a file, a folder or a class.
 */
export function unicodeName(name: string): string {
  return name.normalize('NFC');
}
