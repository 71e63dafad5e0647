import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rootOf } from "../../src/http/xml.ts";

const MODEL = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE note [ <!ENTITY x "<y>"> ]>
<!-- made by <hand> -->
<?modeler version="5"?>
<bpmn:definitions xmlns:bpmn="x" note='a > b' other="it's">
  <bpmn:process id="p"><!-- </bpmn:definitions> --><bpmn:task id="t"/>
    <bpmn:script><![CDATA[ if (a < b) "</bpmn:definitions>" ]]></bpmn:script>
  </bpmn:process>
</bpmn:definitions>`;

describe("the root of a whole XML document", () => {
  it.each([
    [MODEL, "bpmn:definitions"],
    [`\uFEFF${MODEL}\r\n<!-- the end -->\n<?bye?>\n`, "bpmn:definitions"],
    ["<definitions/>", "definitions"],
    ["<definitions />", "definitions"],
    ['\n<definitions a="/>"></definitions >', "definitions"],
    ["<html><body>Please log in</body></html>", "html"],
    ['<!DOCTYPE html PUBLIC "-//W3C//DTD > XHTML" "x"><html></html>', "html"],
  ])("is found (%#)", (text, root) => {
    expect(rootOf(text)).toBe(root);
  });

  it.each([
    "",
    " \n",
    "\uFEFF",
    "no markup",
    '<?xml version="1.0"?>',
    "<!-- only this -->",
    "<definitions>",
    "<definitions><process></definitions>",
    "<definitions></process>",
    "<definitions></definitions></definitions>",
    "</definitions>",
    "<definitions/><definitions/>",
    "<definitions/>and more",
    "text <definitions/>",
    "< definitions/>",
    '<definitions a="></definitions>',
    "<definitions><!-- </definitions>",
    "<definitions><![CDATA[ </definitions>",
    "<definitions><?x </definitions>",
    "<!DOCTYPE x [ <definitions/>",
    "<html><br></html>",
  ])("is not there: %j", (text) => {
    expect(rootOf(text)).toBeUndefined();
  });

  it("is not there wherever a document is cut", () => {
    for (let end = 0; end < MODEL.length; end++) expect(rootOf(MODEL.slice(0, end)), `cut at ${end}`).toBeUndefined();
  });

  it("is looked for in any text without an error", () => {
    const piece = fc.constantFrom("<", ">", "/", "!", "--", "<!--", "-->", "[", "]", "?", '"', "'", "a", " ");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(["string", "undefined"]).toContain(typeof rootOf(pieces.join("")));
      }),
    );
  });

  it("takes time in proportion to the length", () => {
    const element = '<bpmn:task id="t" name="a > b"/>';
    const text = `<definitions>${element.repeat(100_000)}</definitions>`;
    expect(rootOf(text)).toBe("definitions");
    expect(rootOf(`${text}${"<".repeat(100_000)}`)).toBeUndefined();
    expect(rootOf(`<definitions a="${"'".repeat(1_000_000)}`)).toBeUndefined();
    expect(rootOf(`${"<!x>".repeat(500_000)}<definitions/>`)).toBe("definitions");
  });
});
