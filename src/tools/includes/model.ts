import type { Include } from "./include.ts";

/** The model itself. */
export const xml: Include = {
  name: "xml",
  kind: "text",
  load: async ({ engine, entity, row, context }) => ({ part: await engine.xml(entity, row, context), notices: [] }),
};

/** An outline is there to be read at little cost, so a long one comes in pieces of this many characters. */
const MOST_OF_OUTLINE = 8000;

/** What the model says, in a tenth of its length. */
export const outline: Include = {
  name: "outline",
  kind: "text",
  about: "its model in short: elements, job types, conditions, flows",
  most: MOST_OF_OUTLINE,
  async load({ engine, entity, row, context }) {
    const [text, { readModel }, outlines] = await Promise.all([
      engine.xml(entity, row, context),
      import("../../bpmn/read-model.ts"),
      import("../../bpmn/outline.ts"),
    ]);
    return { part: outlines.outlineWording(await readModel(text)), notices: [] };
  },
};
