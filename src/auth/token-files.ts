import { randomBytes } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { lowLevelCode } from "../http/http.ts";
import { NotKept, type TokenStore } from "./token-store.ts";

const FOR_OWNER = { directory: 0o700, file: 0o600 };
const ANYBODY_ELSE = 0o077;
const LARGEST = 32 * 1024;

/** Undefined on Windows, which has neither users nor permissions in this sense. */
const user = process.getuid?.();

/** Whether this user alone may look into it or change it. */
const isPrivate = ({ uid, mode }: Stats): boolean =>
  user === undefined || (uid === user && (mode & ANYBODY_ELSE) === 0);

/** No link is followed, and nobody waits for the other end of a pipe. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

const readPrivate = async (path: string): Promise<string | undefined> => {
  const file = await open(path, READ);
  try {
    const facts = await file.stat();
    const isOurs = facts.isFile() && isPrivate(facts) && facts.size <= LARGEST;
    return isOurs ? await file.readFile("utf8") : undefined;
  } finally {
    await file.close();
  }
};

/** Whole or not at all: a reader sees the old file or the new one, and a link that lay there is replaced, not followed. */
const writePrivate = async (path: string, text: string): Promise<void> => {
  const unfinished = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    const file = await open(unfinished, "wx", FOR_OWNER.file);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
};

/** With all that is above it. Not by `recursive`, which never ends where nothing can be made below a directory, as in `/proc`. */
const makeDirectory = async (path: string): Promise<void> => {
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) return;
  if (dirname(path) !== path) await makeDirectory(dirname(path));
  await mkdir(path, FOR_OWNER.directory).catch((error: unknown) => {
    // Another process was faster.
    if (lowLevelCode(error) !== "EEXIST") throw error;
  });
};

/** A store of files that only this user can read, in a directory that only this user can look into. */
export const tokenFiles = (directory: string): TokenStore => {
  const pathOf = (name: string): string => join(directory, `${name}.json`);
  return {
    async read(name) {
      try {
        return isPrivate(await stat(directory)) ? await readPrivate(pathOf(name)) : undefined;
      } catch {
        return undefined;
      }
    },
    async write(name, text) {
      try {
        await makeDirectory(directory);
        const facts = await stat(directory);
        if (!facts.isDirectory()) throw new NotKept("is no directory");
        if (!isPrivate(facts)) throw new NotKept("is open to others: make it yours alone (chmod 700)");
        await writePrivate(pathOf(name), text);
      } catch (error) {
        throw error instanceof NotKept ? error : new NotKept(`cannot be written (${lowLevelCode(error)})`, error);
      }
    },
  };
};
