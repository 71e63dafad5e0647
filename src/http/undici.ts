// What is used of undici, in a module of its own: a bundler can only hand out named parts of a CommonJS package that is imported
// statically, and this module is what is loaded late.
export { Agent, buildConnector, request } from "undici";
