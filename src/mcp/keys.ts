/** Whether a text is nothing but a key: half of what answers show is, and nothing is to be hidden or escaped in it. */
export const isKey = (text: string): boolean => /^\d{1,19}$/.test(text);
