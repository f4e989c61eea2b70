// Files from a drop, a choice of files or a folder, each with the path that people know it by; and how they are sent.

export interface Given {
  path: string;
  file: File;
}

/** One sending holds at most so many files, or so many bytes (one larger file goes alone). */
const FILES = 400;
const BYTES = 32 << 20;
/** Deeper folders are not looked into: a folder that holds itself would never end. */
const DEEP = 40;

/** Chosen files; those of a chosen folder carry their paths. */
export function chosen(files: Iterable<File>): Given[] {
  return shown([...files].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
}

/** Dropped files and folders, with all that the folders hold. */
export async function dropped(transfer: DataTransfer): Promise<Given[]> {
  // The entries must be taken before the first wait: afterwards the browser has emptied the list.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (!entries.length) return chosen(transfer.files);
  const found: Given[] = [];
  for (const entry of entries) await walk(entry, '', found, 0);
  return shown(found);
}

async function walk(entry: FileSystemEntry, above: string, found: Given[], depth: number) {
  const path = above + entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((give, refuse) => (entry as FileSystemFileEntry).file(give, refuse));
    found.push({ path, file });
  } else if (depth < DEEP) {
    for (const inner of await listed(entry as FileSystemDirectoryEntry)) await walk(inner, `${path}/`, found, depth + 1);
  }
}

/** All entries of a folder: the browser gives them by the hundred. */
async function listed(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((give, refuse) => reader.readEntries(give, refuse));
    if (!some.length) return all.sort((a, b) => a.name.localeCompare(b.name));
    all.push(...some);
  }
}

/** Without what systems hide in folders (`.DS_Store`, `.git`). */
function shown(given: Given[]): Given[] {
  return given.filter(({ path }) => !path.split('/').some((part) => part.startsWith('.')));
}

/** The files in the pieces in which they are sent. */
export function pieces(given: readonly Given[]): Given[][] {
  const all: Given[][] = [];
  let bytes = 0;
  for (const one of given) {
    const last = all[all.length - 1];
    if (!last || last.length >= FILES || bytes + one.file.size > BYTES) {
      all.push([one]);
      bytes = one.file.size;
    } else {
      last.push(one);
      bytes += one.file.size;
    }
  }
  return all;
}

/** A piece as it is sent: before each file, its path. */
export function form(piece: readonly Given[]): FormData {
  const data = new FormData();
  for (const { path, file } of piece) {
    data.append('path', path);
    data.append('file', file, file.name);
  }
  return data;
}

/** What can be done about a file that was not read: a Fluent message, by the ending of its name. */
const ADVICE: [RegExp, string][] = [
  [/\.(pdf|docx?|odt|rtf|epub|pages|pptx?)$/i, 'add-do-convert'],
  [/\.(xlsx?|ods|csv|tsv|parquet)$/i, 'add-do-table'],
  [/\.(zip|gz|tgz|tar|rar|7z|bz2|xz|wacz|warc)$/i, 'add-do-unpack'],
  [/\.(png|jpe?g|gif|webp|tiff?|heic|mp[34]|mov|wav)$/i, 'add-do-words'],
];

export function advice(path: string): string {
  return ADVICE.find(([ending]) => ending.test(path))?.[1] ?? 'add-do-mend';
}
