import { lstatSync, readFileSync, statSync } from "node:fs";

/** What must be known about a file before it is read. */
export interface FileFacts {
  /** Not a directory, pipe or device; for a symbolic link, what it points at counts. */
  readonly regular: boolean;
  /** The path itself is a symbolic link. */
  readonly link: boolean;
  /** In bytes. */
  readonly size: number;
  /** Somebody else owns it or may write to it; always false on Windows, which has no such bits. */
  readonly exposed: boolean;
}

/** The little that settings need of a file system. */
export interface Files {
  /** Undefined when there is nothing at this path. */
  stat(path: string): FileFacts | undefined;
  /** The content; throws when it cannot be read. */
  read(path: string): Uint8Array;
}

const WRITABLE_BY_OTHERS = 0o022;

/** True when neither this user nor root owns the file, or when group or world may write to it; there is no user on Windows. */
export const isExposed = (file: { readonly uid: number; readonly mode: number }, user: number | undefined): boolean =>
  user !== undefined && ((file.uid !== user && file.uid !== 0) || (file.mode & WRITABLE_BY_OTHERS) !== 0);

/** The file system of this machine. */
export const systemFiles: Files = {
  stat(path) {
    const itself = lstatSync(path, { throwIfNoEntry: false });
    const target = statSync(path, { throwIfNoEntry: false });
    if (itself === undefined || target === undefined) return undefined;
    return {
      regular: target.isFile(),
      link: itself.isSymbolicLink(),
      size: target.size,
      exposed: isExposed(target, process.getuid?.()),
    };
  },
  read: (path) => readFileSync(path),
};

/** Largest file with settings or a secret, in bytes. */
export const SMALL = 64 * 1024;

/** Largest file with certificates, in bytes: a bundle of all public authorities fits. */
export const LARGE = 1024 * 1024;

/** Bytes that are UTF-8 as a text, without a mark of the byte order. */
const utf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** Bytes of which only the part in ASCII counts. */
export const anyText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The text of a file, or what is wrong with it as a phrase after "names"; the path is not repeated, for it may be a secret put in the wrong place. */
export const readText = (
  files: Files,
  path: string,
  most: number,
  decode: (bytes: Uint8Array) => string | undefined = utf8,
): { readonly text: string } | { readonly wrong: string } => {
  try {
    const facts = files.stat(path);
    if (facts === undefined) return { wrong: "no file" };
    if (!facts.regular) return { wrong: "something that is not a regular file" };
    if (facts.size > most) return { wrong: `a file larger than ${most / 1024} KiB` };
    const bytes = files.read(path);
    const text = decode(bytes);
    if (text === undefined || text.includes("\0"))
      return { wrong: "a file that is not UTF-8 (PowerShell's > may write UTF-16)" };
    return { text };
  } catch {
    return { wrong: "a file that cannot be read" };
  }
};
