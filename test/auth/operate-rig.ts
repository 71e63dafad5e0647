import type { AuthOptions } from "../../src/auth/create-auth.ts";
import type { Login } from "../../src/config/config.ts";
import { type Asked, type Reply, serve, wire } from "./local-server.ts";
import { type OperateOptions, operate } from "./operate-login.ts";
import { call, rig } from "./rig.ts";

type Cookie = Extract<Login, { strategy: "COOKIE" }>;

/** The settings of a cookie login as `operate` takes them. */
export const cookieSettings = (change: Partial<Cookie> = {}): Cookie => ({
  strategy: "COOKIE",
  username: "demo",
  password: "demo-password",
  ...change,
});

/** An Operate on a real port, a login to it, and two calls of its API: `get` reads, `search` sends something. */
export const setUpOperate = async (
  options: OperateOptions = {},
  login: Partial<Cookie> = {},
  api?: (asked: Asked, calls: number) => Reply | undefined,
  change: Partial<AuthOptions> = {},
) => {
  const cluster = operate(options, api);
  const { url, asked } = await serve(cluster.answer);
  const made = rig(cookieSettings(login), url, wire(), change);
  const get = () => made.send(call(url, "/v1/process-definitions/1"));
  const search = () => made.send(call(url, "/v1/process-instances/search", { method: "POST", body: "{}" }));
  return { ...made, cluster, seen: cluster.seen, url, asked, get, search };
};
