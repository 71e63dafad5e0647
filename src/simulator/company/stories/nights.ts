import { days, hours } from "../duration.ts";
import type { Random } from "../random.ts";
import type { Script } from "../script.ts";
import type { Mark, Story } from "../story.ts";
import { jobTooLarge } from "./failures.ts";
import { priceList } from "./people.ts";

const NIGHTS = 30;

/** What was particular about a night, by how many nights ago it was. */
const particular: Readonly<Record<number, { mark: Mark; script?: Script; ediMode?: string }>> = {
  2: { mark: "stalled", script: { takes: { "book-ramp-slot": Number.POSITIVE_INFINITY } } },
  4: { mark: "messageTooLarge", script: { fails: { "fetch-prices": jobTooLarge } } },
  1: { mark: "endlessLoop", ediMode: "test" },
};

/** The nightly runs of stock replenishment. */
export const nightStories = (random: Random): readonly Story[] =>
  Array.from({ length: NIGHTS }, (_, index) => {
    const night = NIGHTS - index;
    const special = particular[night];
    return {
      process: "stock-replenishment",
      ago: days(night) - hours(3),
      variables: {
        night: NIGHTS - night + 1,
        ediMode: special?.ediMode ?? "live",
        supplierToken: `sup-${random.whole(10 ** 8, 10 ** 9)}`,
        ...(night === 4 ? { catalogue: priceList() } : {}),
      },
      ...(special === undefined ? {} : { mark: special.mark }),
      ...(special?.script === undefined ? {} : { script: special.script }),
    };
  });
