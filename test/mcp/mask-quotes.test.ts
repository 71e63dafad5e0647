import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { masker, maskRules } from "../../src/mcp/mask.ts";

const { text: mask } = masker(maskRules([]));

describe("quotes that are entities", () => {
  const ATTRIBUTE = '<zeebe:input source="=&quot;a&quot;" target="b"/>';

  test.each([
    `<c>= {apiKey: "k1secret"}.apiKey = x</c>${ATTRIBUTE}`,
    `${ATTRIBUTE}<text>{name: "x", apiKey: "k1secret"}</text>`,
    `<script><![CDATA[= {apiKey: "k1secret"}]]></script>${ATTRIBUTE}`,
    '= {body: "<b>&quot;</b>", apiKey: "k1secret"}',
    `= {body: "<a title='5&quot;'>", apiKey: "k1secret"}`,
    '<a source="={&quot;password&quot;:&quot;k1secret&quot;}"/>',
    '{"xml":"<a source=\\"={&quot;password&quot;:&quot;k1secret&quot;}\\"/>"}',
  ])("hide no secret beside them: %s", (text) => {
    const masked = mask(text);
    expect(masked).not.toContain("k1secret");
    expect(masked).toContain("***");
  });

  test.each([
    '{"text":"TV 27&quot;, token: none","orderId":"4711"}',
    '{"size":"27&quot;","orderId":"4711","name":"a &#34;b&#34;"}',
  ])("in JSON are signs like others: %s", (text) => {
    expect(mask(text)).toBe(text);
  });

  test("in JSON end no value of it", () => {
    expect(JSON.parse(mask('[{"credentials":["27&quot;"]},{"orderId":"4711"}]'))[1]).toEqual({ orderId: "4711" });
    const text = '[{"config":{"password":"&#34;x]\\n","apiKey":"y]"}},{"id":"27&quot;,\\n-b: 1"}]';
    expect(JSON.parse(mask(text))).toEqual([
      { config: { password: "***", apiKey: "***" } },
      { id: "27&quot;,\n-b: 1" },
    ]);
  });

  test("in JSON leave it JSON, and other members as they are", () => {
    const word = fc.string({
      unit: fc.constantFrom("a", "b", " ", ":", ",", "{", "}", "]", "&quot;", "&#34;", "\n", "'", "5"),
    });
    const name = fc.constantFrom("orderId", "size", "note", "password", "apiKey", "token");
    const object = fc.dictionary(name, word, { maxKeys: 6 });
    fc.assert(
      fc.property(fc.array(object, { maxLength: 4 }), (objects) => {
        const masked: unknown = JSON.parse(mask(JSON.stringify(objects)));
        expect(masked).toHaveLength(objects.length);
        for (const [index, one] of objects.entries()) {
          const shown = Array.isArray(masked) ? masked[index] : {};
          expect(Object.keys(shown)).toEqual(Object.keys(one));
          if (!/password|apiKey|token/.test(JSON.stringify(one))) expect(shown).toEqual(one);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test("values in values whose secret name comes last are masked to the innermost", () => {
  const text = `${"{value:".repeat(5)}"k1secret"${',name:"token"}'.repeat(5)}`;
  expect(mask(text)).not.toContain("k1secret");
});
