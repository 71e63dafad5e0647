import type { HttpResponse } from "./http.ts";

/**
 * Whether the cluster asks for fewer requests: by 429, from 8.8.3 on by 503, and in some builds of 8.8 by 500, the last two with
 * the word `RESOURCE_EXHAUSTED`.
 */
export const isOverload = ({ status, body }: HttpResponse): boolean =>
  status === 429 || ((status === 503 || status === 500) && body.includes("RESOURCE_EXHAUSTED"));
