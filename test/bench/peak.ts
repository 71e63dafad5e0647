import { readFile } from "node:fs/promises";

/** The most memory that a running process has had so far, in MB; not a number where the system does not tell (all but Linux). */
export const peakOf = async (pid: number | null | undefined): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  return Number(kilobytes) / 1024;
};
