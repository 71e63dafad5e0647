import { describe, expect, it } from "vitest";
import { verdicts } from "../../src/auth/verdicts.ts";
import { eagerClock } from "./rig.ts";

const setUp = () => {
  const clock = eagerClock();
  return { clock, said: verdicts(clock) };
};

describe("what the API has said", () => {
  it("of the whole credential holds for a part of it, and not the other way round", () => {
    const { said } = setUp();
    said.quiet("forbidden", "part", 60_000);
    said.quiet("forbidden", "whole", 60_000);
    said.accept({ needs: "part", route: "GET /v1/x" }, 1);
    expect([said.hasAccepted("part", 1), said.hasAccepted("whole", 1)]).toEqual([true, false]);
    expect([said.isQuiet("forbidden", "part"), said.isQuiet("forbidden", "whole")]).toEqual([false, true]);
    said.accept({ needs: "whole", route: "POST /v1/x" }, 2);
    expect([said.hasAccepted("part", 2), said.hasAccepted("whole", 2)]).toEqual([true, true]);
    expect(said.isQuiet("forbidden", "whole")).toBe(false);
    expect(said.hasAccepted("whole", 1)).toBe(false);
  });

  it("of one kind of refusals holds for that kind, for its time, from the first word on", () => {
    const { said, clock } = setUp();
    expect(said.quiet("forbidden", "whole", 10_000)).toBe(10_000);
    clock.pass(9_999);
    expect(said.quiet("forbidden", "whole", 10_000)).toBeUndefined();
    expect(said.isQuiet("unauthorized", "whole")).toBe(false);
    clock.pass(1);
    expect(said.isQuiet("forbidden", "whole")).toBe(false);
  });

  it("of a route holds for a minute, and for some of its requests only once one was taken or refused in another way", () => {
    const { said, clock } = setUp();
    const place = { needs: "whole", route: "POST /v1/x" } as const;
    const denial = () => said.denial(place.route, "forbidden");
    said.accept(place, 1);
    expect(denial()).toBeUndefined();
    said.deny(place.route, "forbidden");
    expect(denial()).toBe("all");
    expect(said.denial(place.route, "login page")).toBe("some");
    expect(said.denial("POST /v1/y", "forbidden")).toBeUndefined();
    said.accept(place, 1);
    said.deny(place.route, "forbidden");
    expect(denial()).toBe("some");
    clock.pass(60_000);
    expect(denial()).toBeUndefined();
    said.deny(place.route, "forbidden");
    expect(denial()).toBe("all");
  });
});
