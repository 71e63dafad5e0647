import { fileVariable, GROUPS, namesOf, type Setting } from "../../src/config/setting.ts";
import { allSettings } from "../../src/config/settings.ts";
import { exampleLines, loginExamples } from "./login-examples.ts";

/** The settings under their headings, both in the order of the declarations. */
const grouped = (): { heading: string; members: Setting[] }[] =>
  Object.entries(GROUPS).map(([name, { heading }]) => ({
    heading,
    members: allSettings.filter(({ group }) => group === name),
  }));

const defaultOf = (setting: Setting): string | undefined =>
  setting.default === undefined ? setting.otherwise : String(setting.default);

const plain = (text: string): string => text.replaceAll("`", "");

const comment = (line: string): string => (line === "" ? "#" : `# ${line}`);

// Without the blank, so that what is to be uncommented stands out.
const disabled = (line: string): string => `#${line}`;

const INTRODUCTION = [
  "Settings of operate-mcp. Copy this file and name the copy with --env-file, or set the variables in the environment.",
  "The environment wins over a file; empty means unset. Quote values that contain # or spaces: NAME='value'.",
  "",
  "A file called .env in the working directory is found without --env-file, but only while the environment says nothing about",
  "the connection; from it only the settings marked with (.env) are taken.",
];

const WIDTH = 100;

const heading = (text: string): string => comment(`--- ${text} ${"-".repeat(Math.max(0, WIDTH - text.length))}`);

const variableLines = (setting: Setting): string[] => {
  const { name, aliases = [], kind, secret, dotenv, about, example } = setting;
  const fallback = defaultOf(setting);
  return [
    comment(`${plain(about)}${dotenv ? " (.env)" : ""}`),
    comment(`Value: ${kind.shown}.${fallback === undefined ? "" : ` Default: ${plain(fallback)}.`}`),
    ...(aliases.length > 0 ? [comment(`Also: ${aliases.join(", ")}`)] : []),
    ...(secret ? [comment(`Or the path of a file with it: ${fileVariable(name)}`)] : []),
    disabled(`${name}=${example ?? (setting.default === undefined ? "" : String(setting.default))}`),
  ];
};

/** The file `.env.example`: every setting, commented out, then a complete example of each common login. */
export const renderEnvExample = (): string => {
  const groups = grouped().map(({ heading: title, members }) =>
    [heading(title), ...members.map((member) => variableLines(member).join("\n"))].join("\n\n"),
  );
  const examples = loginExamples.map((example) =>
    [comment(example.title), ...exampleLines(example).map(disabled)].join("\n"),
  );
  const introduction = INTRODUCTION.map(comment).join("\n");
  return `${[introduction, ...groups, heading("Complete examples"), ...examples].join("\n\n")}\n`;
};

const cell = (text: string): string => text.replaceAll("|", "\\|");

const code = (text: string): string => `\`${text}\``;

const row = (setting: Setting): string => {
  const names = namesOf(setting).map(code).join("<br>");
  const meaning = setting.secret
    ? `${setting.about} Or the path of a file with it: ${code(fileVariable(setting.name))}.`
    : setting.about;
  const fallback = setting.default === undefined ? (setting.otherwise ?? "") : code(String(setting.default));
  return `| ${names} | ${cell(meaning)} | ${cell(setting.kind.shown)} | ${cell(fallback)} |`;
};

/** The settings as Markdown: one table per heading. */
export const renderSettingsTables = (): string =>
  grouped()
    .map(({ heading: title, members }) =>
      [
        `**${title}**`,
        "",
        "| Variable | Meaning | Value | Where nothing is set |",
        "|---|---|---|---|",
        ...members.map(row),
      ].join("\n"),
    )
    .join("\n\n");
