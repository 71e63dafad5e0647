/** The number by which the API knows an error message: the hash code that Java gives a text, 32 bits with a sign. */
export const errorHashCode = (message: string): number => {
  let code = 0;
  for (let index = 0; index < message.length; index += 1) code = (Math.imul(31, code) + message.charCodeAt(index)) | 0;
  return code;
};
