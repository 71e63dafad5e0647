import { describe, expect, test } from "vitest";
import { HELP, readArguments } from "../../src/commands/arguments.ts";

test.each([
  [[], { run: "serve", demo: false }],
  [["--demo"], { run: "serve", demo: true }],
  [["--env-file", "settings.env"], { run: "serve", demo: false, envFile: "settings.env" }],
  [["--env-file=settings.env"], { run: "serve", demo: false, envFile: "settings.env" }],
  [["demo"], { run: "demo", api: "v2" }],
  [["demo", "--api", "v1"], { run: "demo", api: "v1" }],
  [["call", "whoami"], { run: "call", tool: "whoami", args: [], json: false, demo: false }],
  [
    ["call", "--demo", "get_incident", "incidentKey=1", '{"offset":2}', "-", "--json"],
    { run: "call", tool: "get_incident", args: ["incidentKey=1", '{"offset":2}', "-"], json: true, demo: true },
  ],
  [
    ["call", "whoami", "--env-file", "x"],
    { run: "call", tool: "whoami", args: [], json: false, demo: false, envFile: "x" },
  ],
  [
    ["call", "search_incidents", "createdAfter=-2h"],
    { run: "call", tool: "search_incidents", args: ["createdAfter=-2h"], json: false, demo: false },
  ],
  [["call"], { run: "tools", wanted: false, demo: false }],
  [["call", "--help"], { run: "tools", wanted: true, demo: false }],
  [["call", "whoami", "-h"], { run: "tools", tool: "whoami", wanted: true, demo: false }],
  [["doctor"], { run: "doctor", json: false, demo: false }],
  [["doctor", "--json", "--env-file", "x"], { run: "doctor", json: true, demo: false, envFile: "x" }],
  [["doctor", "--help"], { run: "help" }],
  [["--print-config", "code"], { run: "print-config", host: "code", demo: false }],
  [["--print-config=vscode", "--env-file", "x"], { run: "print-config", host: "vscode", demo: false, envFile: "x" }],
  [["--demo", "--print-config", "claude"], { run: "print-config", host: "claude", demo: true }],
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
    [["call", "whoami", "--demo", "--env-file", "x"], /leave out --env-file/],
    [["call", "search_incidents", "--limit", "5"], /--limit.*name=value/],
    [["doctor", "more"], /unknown command: doctor more/],
    [["--print-config", "emacs"], /takes one of claude, code, vscode, cursor/],
    [["demo", "--print-config", "code"], /stands alone/],
    [["demo", "--json"], /--json belongs to/],
    [["--json"], /--json belongs to/],
  ])("about %j", (argv, complaint) => {
    expect(readArguments(argv)).toEqual({ run: "usage", complaint: expect.stringMatching(complaint) });
  });

  test.each([
    [["--jsno"], "Unknown option '--jsno'"],
    [["call", "whoami", "--jsno"], "Unknown option '--jsno' (arguments of a tool are written name=value)"],
    [["--api", "--demo"], "Option '--api' argument is ambiguous"],
    [["--a. b"], "Unknown option '--a. b'"],
  ])("in one whole sentence: %j", (argv, complaint) => {
    expect(readArguments(argv)).toEqual({ run: "usage", complaint });
  });
});

test("the help names every way to start the program", () => {
  for (const way of [
    "--demo",
    "demo",
    "call TOOL",
    "doctor",
    "--print-config",
    "--env-file PATH",
    "--version",
    "--help",
  ]) {
    expect(HELP).toContain(`operate-mcp ${way}`);
  }
});
