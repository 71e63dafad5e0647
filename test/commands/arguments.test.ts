import { describe, expect, test } from "vitest";
import { HELP, readArguments } from "../../src/commands/arguments.ts";

test.each([
  [[], { run: "serve", demo: false }],
  [["--demo"], { run: "serve", demo: true }],
  [["--env-file", "settings.env"], { run: "serve", demo: false, envFile: "settings.env" }],
  [["--env-file=settings.env"], { run: "serve", demo: false, envFile: "settings.env" }],
  [["demo"], { run: "demo", api: "v2" }],
  [["demo", "--api", "v1"], { run: "demo", api: "v1" }],
  [["--version"], { run: "version" }],
  [["-v"], { run: "version" }],
  [["--help"], { run: "help" }],
  [["-h"], { run: "help" }],
  [["demo", "--help"], { run: "help" }],
  [["--help", "nonsense"], { run: "help" }],
])("reads %j", (argv, command) => {
  expect(readArguments(argv)).toEqual(command);
});

describe("complains", () => {
  test.each([
    [["nonsense"], /unknown command: nonsense/],
    [["demo", "more"], /unknown command: demo more/],
    [["--nonsense"], /--nonsense/],
    [["--demo=yes"], /--demo/],
    [["--env-file"], /--env-file/],
    [["--demo", "--env-file", "x"], /leave out --env-file/],
    [["demo", "--api", "v3"], /takes v1 or v2/],
    [["--api", "v1"], /belongs to the command demo/],
    [["demo", "--env-file", "x"], /leave out --env-file/],
  ])("about %j", (argv, complaint) => {
    expect(readArguments(argv)).toEqual({ run: "usage", complaint: expect.stringMatching(complaint) });
  });

  test("on one line", () => {
    const command = readArguments(["--nonsense"]);
    expect(command.run === "usage" && command.complaint).not.toContain("\n");
  });
});

test("the help names every way to start the program", () => {
  for (const way of ["--demo", "demo", "--env-file PATH", "--version", "--help"]) {
    expect(HELP).toContain(`operate-mcp ${way}`);
  }
});
