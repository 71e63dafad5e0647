import { describe, expect, it } from "vitest";
import { createWitnesses, placeOf } from "../../src/auth/witnesses.ts";
import type { HttpRequest } from "../../src/http/http.ts";
import { call } from "./rig.ts";

const base = new URL("https://cluster.example/1f6e-4c/");
const get = (path: string, change: Partial<HttpRequest> = {}) => call(base, path, change);

describe("the place of a request", () => {
  it.each([
    ["v1/process-instances/2251799813685249", "GET /*/v1/process-instances/*"],
    ["v1/decision-instances/2251799813685249-1", "GET /*/v1/decision-instances/*"],
    ["v2/users/Zoë%20M.", "GET /*/v2/users/*"],
    ["v2/process-definitions/2251799813685249/xml", "GET /*/v2/process-definitions/*/xml"],
    ["v2/topology", "GET /*/v2/topology"],
  ])("of %s is %s, whatever keys and names are in it", (path, route) => {
    expect(placeOf(get(path), "whole")).toEqual({ needs: "whole", route });
  });
});

describe("a witness", () => {
  const keep = (...requests: readonly (readonly [HttpRequest, "part" | "whole"])[]) => {
    const witnesses = createWitnesses();
    for (const [request, needs] of requests) witnesses.keep(placeOf(request, needs), request);
    return (path: string, needs: "part" | "whole") =>
      witnesses.find(placeOf(get(path), needs))?.url.pathname.replace(base.pathname, "");
  };

  it("is the latest of another route, else of the same", () => {
    const find = keep([get("v1/a"), "whole"], [get("v1/b"), "whole"], [get("v1/c"), "whole"]);
    expect(find("v1/other", "whole")).toBe("v1/c");
    expect(find("v1/c", "whole")).toBe("v1/b");
    const only = keep([get("v1/a"), "whole"]);
    expect(only("v1/a", "whole")).toBe("v1/a");
  });

  it("for a part is one for the whole, too, but not the other way round", () => {
    expect(keep([get("v1/a"), "whole"])("v1/x", "part")).toBe("v1/a");
    expect(keep([get("v1/a"), "part"])("v1/x", "whole")).toBeUndefined();
  });

  it.each([
    ["changes something", get("v1/a", { repeatable: false })],
    ["is about one thing, which may be gone by then", get("v1/a/1")],
    ["is answered to everybody", get("v2/license")],
  ])("is none that %s", (_, request) => {
    expect(keep([request, "whole"])("v1/x", "whole")).toBeUndefined();
  });
});
