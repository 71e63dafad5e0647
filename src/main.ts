import { Console } from "node:console";
import { type Command, HELP, readArguments } from "./commands/arguments.ts";
import { VERSION } from "./version.ts";

// stdout belongs to the protocol: whatever a library prints goes to stderr.
globalThis.console = new Console(process.stderr);

const command = readArguments(process.argv.slice(2));

// A reader that has seen enough (`operate-mcp demo | head`) is no error. While serving, the wire sees to it.
if (command.run !== "serve") {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => process.exit());
}

/** Runs a command to its end; a server runs on. */
const run = async (command: Command): Promise<void> => {
  switch (command.run) {
    case "help":
      process.stdout.write(HELP);
      break;
    case "version":
      process.stdout.write(`${VERSION}\n`);
      break;
    case "usage":
      process.stderr.write(`operate-mcp: ${command.complaint}\nTry operate-mcp --help.\n`);
      process.exitCode = 2;
      break;
    case "demo": {
      const { demoCommand } = await import("./commands/demo.ts");
      process.exitCode = await demoCommand({
        write: (text) => process.stdout.write(text),
        command: process.execPath,
        script: process.argv[1] ?? "",
        api: command.api,
      });
      break;
    }
    case "call": {
      const { callProcess } = await import("./commands/call/run.ts");
      process.exitCode = await callProcess(process, command);
      break;
    }
    case "tools": {
      const { toolsProcess } = await import("./commands/call/run.ts");
      process.exitCode = await toolsProcess(process, command);
      break;
    }
    case "doctor": {
      const { doctorProcess } = await import("./commands/doctor/run.ts");
      process.exitCode = await doctorProcess(process, command);
      break;
    }
    case "print-config": {
      const { printConfigProcess } = await import("./commands/print-config/run.ts");
      printConfigProcess(process, command);
      break;
    }
    case "serve": {
      const { serveProcess } = await import("./commands/start.ts");
      await serveProcess(process, command);
    }
  }
};

void run(command);
