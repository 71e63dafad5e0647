import { describe, expect, it } from "vitest";
import { writeJson } from "../../../src/simulator/json.ts";
import { repairing, sample } from "../../repair/rig.ts";
import { SUBJECTS, type Subject } from "../../repair/subjects.ts";
import { ask } from "../../simulator/ask.ts";
import { clusterDocuments } from "../document/cluster-documents.ts";
import { plain } from "../talk.ts";

const VERSIONS = ["8.8", "8.9", "8.10"] as const;

/** Without moving tokens and deleting, which came later. */
const oldest: readonly Subject[] = SUBJECTS.filter(({ tool }) => tool !== "delete_process_instances").map((subject) =>
  subject.tool === "modify_process_instance"
    ? {
        ...subject,
        args: () => ({
          processInstanceKey: sample.landmark("order4711"),
          activate: [{ elementId: "clarify-payment" }],
          terminate: [{ elementId: "charge-payment" }],
        }),
      }
    : subject,
);

const CASES = VERSIONS.flatMap((version) =>
  (version === "8.8" ? oldest : SUBJECTS).map((subject) => ({ version, subject, tool: subject.tool })),
);

describe.each(CASES)("$tool of the Orchestration Cluster API $version", ({ version, subject }) => {
  const document = clusterDocuments[version];

  it("asks for a change, and is answered, as the OpenAPI document says", async () => {
    const client = await repairing({ version, cluster: { login: "none" } });
    const args = await subject.args(client);
    const { done } = await client.both(subject.tool, args);
    expect(done.isError, done.text).toBe(false);
    expect(client.writes()).toHaveLength(1);
    for (const { method, path, query, headers, body, status } of client.writes()) {
      const operation = document.operation(method, path);
      const asked = { method, path, query, contentType: headers["content-type"], body: plain(body) };
      expect(operation?.request(asked), `${method} ${path} ${JSON.stringify(asked.body)}`).toEqual([]);
      expect(status).toBe(204);
      expect(operation?.answer({ status: 204, text: "", contentType: "" })).toEqual([]);
    }
  });

  it("is answered for a key that is not there as the OpenAPI document says", async () => {
    const client = await repairing({ version, cluster: { login: "none" } });
    await client.both(subject.tool, await subject.args(client));
    const [made] = client.writes();
    if (made === undefined) throw new Error("nothing was asked for");
    const path = made.path.replace(/\d{5,}/, "4503599627370499");
    const method = made.method === "PUT" || made.method === "PATCH" ? made.method : "POST";
    const text =
      made.body === undefined ? {} : { headers: { "content-type": "application/json" }, body: writeJson(made.body) };
    const heard = await ask(`${client.cluster.url}${path}`, method, text);
    expect(heard.status).toBe(404);
    // A scope without variables is not in the documents, but what everybody sees.
    if (subject.tool === "set_variables") return;
    const answer = { status: heard.status, text: heard.text, contentType: heard.headers["content-type"] ?? "" };
    expect(document.operation(method, path)?.answer(answer)).toEqual([]);
  });
});
