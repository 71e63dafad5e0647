/** One thing that a prompt can be told. Values are texts, as the protocol has them. */
export interface Argument {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
}

/** What a prompt was told: by the name of the argument; what was not told is absent. */
export type Given = Readonly<Record<string, string>>;

/** One tool to call. */
export interface Step {
  readonly tool: string;
  /** Arguments of the tool that are known from the start; undefined ones are left out. */
  readonly args?: Readonly<Record<string, string | undefined>>;
  /** When to call it, with what of the earlier answers, and what to look at. */
  readonly about: string;
}

/** A piece of work that a person can start by its name: the tools to call in order, and the answer that is wanted. */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: readonly Argument[];
  /** What is to be done, in one sentence. */
  readonly task: string;
  steps(given: Given): readonly Step[];
  /** What the person is to be told in the end. */
  readonly answer: string;
}
