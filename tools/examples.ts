/**
 * The examples of a document. A fenced block marked `sh run` or `ts run` is run by `e2e/guides.test.ts` against a started sandbox.
 * Blocks of one language that follow each other are one program: a later block may use what an earlier one declared.
 */

export interface Example {
  readonly language: 'sh' | 'ts'
  readonly code: string
  /** Where it begins in the document. */
  readonly line: number
}

export function examplesOf(text: string): readonly Example[] {
  const examples: Example[] = []
  for (const match of text.matchAll(/^```(sh|ts) run\n([\s\S]*?)^```$/gm)) {
    const language = match[1] as Example['language']
    const line = text.slice(0, match.index).split('\n').length + 1
    const previous = examples.at(-1)
    if (previous?.language === language) examples[examples.length - 1] = { ...previous, code: previous.code + match[2] }
    else examples.push({ language, code: match[2]!, line })
  }
  return examples
}
