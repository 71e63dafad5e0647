import type { Login } from "../config/config.ts";
import { OperateError } from "../errors.ts";
import { named } from "../http/http.ts";
import { plainRefusal } from "./refusal.ts";
import type { Strategy } from "./strategy.ts";

type Basic = Extract<Login, { strategy: "BASIC" }>;

/** User name and password as a Basic credential (RFC 7617) in UTF-8: what follows `Basic ` in the header. */
export const basicCredential = ({ username, password }: Basic): string =>
  Buffer.from(`${username}:${password}`, "utf8").toString("base64");

/** User name and password with every request. */
export const basic = (login: Basic): Strategy<string> => ({
  strategy: "BASIC",
  principal: login.username,
  put: (credential, request) => ({ ...request, headers: { ...request.headers, authorization: `Basic ${credential}` } }),
  refusal: (request, answer) =>
    plainRefusal(
      request,
      answer,
      () =>
        new OperateError("AUTH_REJECTED", "Camunda refused the user name or the password (401)", {
          next: "check CAMUNDA_BASIC_AUTH_USERNAME and CAMUNDA_BASIC_AUTH_PASSWORD; retrying with the same ones will not help",
          facts: { status: 401, request: named(request), origin: request.url.origin },
        }),
    ),
});
