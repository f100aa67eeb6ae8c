/**
 * Judgements of mutants that survive. A row covers the survivors of `file`, or of any file, whose line fits `code`, whose mutated
 * part fits `part` and whose replacement fits `became`; the first row that fits counts, and one that covers nothing is reported.
 */
export interface Judgement {
  readonly file?: string
  readonly code: RegExp
  readonly part?: RegExp
  readonly became?: RegExp
  readonly why: string
}

const empty = /^(""|``)$/

export const judgements: readonly Judgement[] = [
  { file: 'policy/allocationLimits.ts', code: /const below/, why: 'Equivalent: at equality both give the same.' },
  // Unreachable names.
  {
    file: 'methodology/soilProfiles.ts',
    code: /point\.pointer.\/baseline/,
    why: 'The name in an error that this call cannot raise: the reference is of the baseline itself.',
  },
  {
    file: 'shapes.ts',
    code: /parseExact\(value, ''\)/,
    why: 'Equivalent: the refusal is caught, only its kind counts.',
  },
  // Words and names.
  {
    code: /: not\(value|describes: |fault\(|not\(value, /,
    part: /^(['`]|\(name\))/,
    why: 'Words for people: tests hold code and field of a refusal, not all its wording.',
  },
  {
    code: /check\w*\.that\(|refuse\(|reason|METHODOLOGY_INPUT_INVALID|is named twice/,
    part: / /,
    became: empty,
    why: 'Words for people: tests hold code and field of a refusal, not all its wording.',
  },
  {
    code: /scaledExactly\(|fromExactUp\(|quantity\(|parseExact\(|parseQuantity\(|\be4\(|fraction\(|readText\(|check\.whole\(|, 'carryIn'/,
    part: /^['`]/,
    became: empty,
    why: 'The name in an error that this call cannot raise: the value was checked before, or is a governed parameter within its range.',
  },
  { code: /Errors\.\w+\(\{/, became: /^(\{\}|"")$/, why: 'A detail of a refusal; its code is held.' },
  // The search for a committee.
  {
    file: 'policy/committeeSearch.ts',
    code: /hopeless|flows > maxFlows|chosen\.length === limits\.size|const free|const bringing|const \[short|short > seats|seen\.has\(kind\)|a\.length - b\.length/,
    why: 'Equivalent: it only prunes the search. The committee found is the first in order however it is searched for; only where the search gives up may move.',
  },
  {
    file: 'policy/committeeSearch.ts',
    code: /chosen\.length <= size/,
    why: 'Equivalent: with more chosen than seats the flow fills none.',
  },
  {
    file: 'policy/committeeSearch.ts',
    code: /join\('\\n'\)|nodes\.set\(node\.entity/,
    why: 'Equivalent: a key, the same on both sides of a comparison; identifiers of nodes and traits in JSON cannot run into each other here.',
  },
  {
    file: 'policy/committeeSearch.ts',
    code: /const touched/,
    why: 'Undecided: 100,000 networks drawn at random did not tell it apart, and nothing proves that none does.',
  },
  // Equalities.
  {
    code: /([\w.]*\w\)?) [<>]=? ([\w.]+) \? .*(\1|\2)|if \(room < minted\)|if \(to > from\)|if \(a < b\) return a|if \(roomFt <= 0n\)|way\.cost < best\.cost|bound > highest|needed > BigInt\(|compare\(a, b\) <= 0 \? a : b/,
    part: / [<>]=? /,
    became: /^[^<>]* [<>]=? [^<>]*$/,
    why: 'Equivalent: at equality both branches give the same.',
  },
  {
    code: /\.sort\(|toSorted\(/,
    part: /^a > b$/,
    became: /^(false|a <= b)$/,
    why: 'Equivalent in V8, whose sort asks only whether a comparison is below zero.',
  },
  {
    file: 'policy/oracleAssignment.ts',
    code: /toSorted\(/,
    became: /<= b/,
    why: 'Equivalent: no node is listed twice.',
  },
  {
    code: /toSorted\(|\.sort\(|\? -1 : 1|compareText/,
    why: 'Equivalent for what follows: the keys differ, or equals may stand in any order; the position in time is checked again where it counts.',
  },
  {
    file: 'quantity.ts',
    code: /product < 0n === denominator < 0n/,
    why: 'Equivalent: nothing divides without a remainder first, and no denominator is nothing.',
  },
  {
    file: 'policy/votes.ts',
    code: /const byWeight = parameters/,
    why: 'Equivalent: the only body that decides by a panel does not vote by weight.',
  },
  // Tried by hand, as the runner's patience ends before these tests.
  {
    file: 'methodology/stratumStocks.ts',
    code: /areas\.size === later\.length/,
    became: /^true$/,
    why: 'Caught, tried by hand: the test of permanent plots in forestInventory.test.ts fails. The runner does not wait for it.',
  },
  {
    file: 'methodology/uncertainty.ts',
    code: /'kgCO2e'/,
    became: empty,
    why: 'Caught, tried by hand: the bytes of the runs in methodologies.test.ts differ. The runner does not wait for them.',
  },
  // Work saved.
  {
    code: /mintedOn\.delete|\(most, event\)|standings\.length === 0|others === 0 \? cap|trancheFt === 0n|date === ''|wanted === 0n|ordered\.length > 0|parent\.set\(node, top\)|steps [<>]=? maxSteps|sets\.set|known !== undefined\) return known|if \(a === b\) return 0|after\.denominator === before/,
    why: 'Equivalent: it only saves work, or a bound of the search that no result depends on.',
  },
  {
    file: 'policy/caseEvaluation.ts',
    code: /requirements\.length === 0|duties\.total === 0/,
    why: 'A checklist always has documents and duties; without any the branch keeps a quotient from having no value.',
  },
  {
    file: 'policy/caseEvaluation.ts',
    code: /!== 'outsideTolerance'/,
    why: 'Equivalent for governed weights: outside the tolerance the quantity scores nothing, and without it no score reaches a threshold.',
  },
  {
    code: /recent\.length === 0|others === 0n|days > 0|whole === 0|dropEachSide|most === undefined|reference === null|arrival === undefined|second !== null|returns\.length < 2|lost\.value > stakePt|path\.length > 1|first\.from !== first\.to|known\.atMs < |excess > 0n/,
    why: 'A guard beside another: governed minima or the branch before it already exclude the case.',
  },
  {
    file: 'policy/seatFlow.ts',
    code: /others\.map\(\(\) => false\)/,
    why: 'Equivalent: nothing is as false as false.',
  },
  {
    file: 'phasing.ts',
    code: /codec\.decode\(/,
    why: 'The pointer in an error that this call cannot raise: both ends were decoded when the version was stored.',
  },
  {
    file: 'policy/caseFlags.ts',
    code: /CLAIM_NOT_AUTHENTIC/,
    part: /^'/,
    why: 'Words for people: tests hold code and documents of a flag, not all its wording.',
  },
  // Code that the compiler asks for, or a unit nobody reads.
  {
    code: /kind: '(crownCover|climate)'|material === 'hurd'|heights === null|table === undefined|approach2 !== null|first\?\.\[1\]|typeof value ===? ?'|typeof value !== '|sign = ''|unit\) === |typeof amount|documentId === null \|\|/,
    why: 'Equivalent: the condition beside it decides the same; the compiler asks for it.',
  },
  { code: /measure\(.*'t\/ha'/, became: empty, why: 'Equivalent: only the number of this measure is read.' },
  {
    code: /instanceof AssayError/,
    why: 'Equivalent: parsers throw nothing else; a mistake in the code would pass through.',
  },
  {
    code: /country\.toUpperCase\(\)|subjects\.join/,
    why: 'Equivalent: a key, the same on both sides of a comparison.',
  },
  {
    code: /\[\]/,
    became: /Stryker was here/,
    why: 'An empty list that nobody reads on this way, or that is filtered again.',
  },
]
