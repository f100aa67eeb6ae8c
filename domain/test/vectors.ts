/**
 * Every published vector of domain.md (its tag TV) with the test that holds the code to it. `npm run vectors` lists them and fails
 * when a test is missing; where domain.md lies beside the project, also when one of its vectors is not listed here.
 */
export interface Vector {
  /** Section of domain.md. */
  readonly section: string
  readonly says: string
  /** Digits as domain.md writes them on the line of the vector. */
  readonly mark: string
  /** Below the project's root. */
  readonly file: string
  /** How the title of the test begins. */
  readonly test: string
}

const policy = (name: string) => `domain/policy/${name}.test.ts`

export const vectors: readonly Vector[] = [
  v(
    '2.1',
    'effective multipliers lie between Bm x .94 and Bm x 1.325',
    '[-0.06, +0.325]',
    policy('ftAllocation'),
    '2.1 [TV]: the effective multiplier of',
  ),
  v(
    '2.1',
    'V1 to V5: multiplier and FT of five trades',
    'no source gives a full worked example',
    policy('ftAllocation'),
    '2.1 [TV] %s',
  ),
  v('2.1', 'price elasticity, clamped at zero', '3.5->-0.25', policy('ftAllocation'), '2.1 [TV]: price elasticity'),
  v(
    '2.1',
    '1.2M in full, 1.3M queues .1M, 1.36M held',
    '1,360,000',
    policy('allocationLimits'),
    '2.1 [TV]: 1,200,000 in full',
  ),
  v(
    '2.2',
    'score 91.3659 with weights that sum to 1.025',
    '91.3659',
    policy('verificationScore'),
    '2.2 [TV]: score with weights',
  ),
  v('2.2', 'thresholds 85, 76.5, 96.9, clamped to 99', '110.5', policy('verificationScore'), '2.2 [TV]: threshold'),
  v(
    '2.2',
    'measurement score by deviation over tolerance',
    '43.75',
    policy('verificationScore'),
    '2.2 [TV]: measurement score',
  ),
  v('2.3', 'consensus 87.7193 passes, 71.9298 fails', '71.9298', policy('consensus'), '2.3 [TV]'),
  v('2.4', 'trust 84.5 is silver', '84.5 (Silver', policy('trust'), '2.4 [TV]'),
  v('2.5', 'reputation 96.86', '96.86', policy('oracleReputation'), '2.5 [TV]'),
  v('2.6', 'shortage of 9 % returns 247,500', '247,500', policy('disputes'), '2.6 [TV]'),
  v('2.8', '100,000 FT pay 96,660.50 PT', '96,660.50', policy('conversion'), '[TV 2.8]'),
  v(
    '2.9',
    'the schedule totals 550M and is held by class caps',
    'totals 550M',
    policy('emission'),
    '[TV 2.9] the schedule totals 550M',
  ),
  v('2.9', 'monthly releases of the sale paper', '3.75%/m', policy('vesting'), '[TV 2.9] sale paper'),
  v('2.10', 'mid and bounds of four corridors', '1.68311', policy('corridor'), '[TV 2.10] VWAP'),
  v(
    '2.10',
    'the overlap of the 0.95/1.05 triggers does not occur',
    '0.9975*mid',
    policy('corridor'),
    '[TV 2.10] defect',
  ),
  v(
    '2.12',
    'dynamic factor within .71 and 1.16, example .83',
    '[0.71, 1.16]',
    policy('fees'),
    '[TV 2.12] the dynamic factor',
  ),
  v('2.12', '.166 % with the third tier .1162 %', '.1162%', policy('fees'), '[TV 2.12] base .20% at .83'),
  v('2.13', 'rewards 1,000, 154.1096, 24.6575', '154.1096', policy('stakingRate'), '[TV 2.13] 10,000 @5%'),
  v('2.13', 'volume share of 5 %: 1,025', '1,025', policy('stakingRate'), '[TV 2.13] volume'),
  v('2.13', 'validator 980/1000 x 1.1: 1,078', '1,078', policy('stakingRate'), '[TV 2.13] validator'),
  v('2.13', 'flat exports', 'x1.7', policy('stakingRate'), '[TV 2.13] sovereign'),
  v('2.14', '12M at .2 %: 4,800 burned', '4,800 burned', policy('burning'), '[TV 2.14] 12M'),
  v('2.14', 'algorithmic burn 55,000', '55,000', policy('periodicBurns'), '[TV 2.14] algorithmic'),
  v('2.17', 'weights .468333, .313333, .218333', '.468333', policy('sovereignWeights'), '2.17 [TV]: shares'),
  v('2.17', 'ten sovereigns, capped', '.13288', policy('sovereignWeights'), '2.17 [TV]: ten sovereigns'),
  v('2.17', 'primary seats of 9', '3,2,1,0,0', policy('councilSeats'), '2.17 [TV]: 400, 300'),
  v('2.17', 'primary seats of 11 and 15', '5,3,1,1,0', policy('councilSeats'), '2.17 [TV]: with 11 seats'),
  v(
    '2.17',
    'the snippet that passes without a sovereign is not used',
    '85%*60/100',
    policy('votes'),
    '2.17 [TV]: six of seven',
  ),
  v(
    '2.23',
    'one hectare of hemp: 4,602.6725 kg C',
    '4,602.6725',
    'domain/methodology/hempLime.test.ts',
    '2.23 [TV]: the field of one hectare',
  ),
  v(
    '2.23',
    'hurd of the cottage: 4,521.44 kg CO2',
    '4,521.44',
    'domain/methodology/hempLime.test.ts',
    '2.23 [TV]: 3,500 kg of hurd',
  ),
  v(
    '2.23',
    'issuance of 20,000, 9,000, 19,400 and 950 kg',
    '726.75',
    policy('carbonIssuance'),
    '2.23 [TV]: issuance of',
  ),
  v('2.23', 'the cottage holds 9.1 t, not 20', '9.1 t', 'domain/methodology/hempLime.test.ts', '2.23, 2.27 G6 [TV]'),
  v('2.24', 'value 2,210 and return 325.8 %', '325.8', policy('projectValue'), '2.24 [TV]'),
  v('2.27', 'G1 scores of the wheat', '94.0625', policy('caseEvaluation'), '2.27 G1 [TV]'),
  v('2.27', 'G1 trust', '90.75', policy('trust'), '2.27 G1 [TV]'),
  v('2.27', 'G1 fees, burn and split', '952.425', policy('fees'), '[TV 2.27] G1'),
  v('2.27', 'G1 allocation', '1.914489', policy('ftAllocation'), '2.27 G1 [TV]'),
  v('2.27', 'G1 conversion', '966,605', policy('conversion'), '[TV 2.27] G1'),
  v('2.27', 'G2 payout', '2,275,000', policy('settlement'), '2.27 G2 [TV]'),
  v(
    '2.27',
    'G3 rejected, G4 not final, both on the running product',
    'untouched',
    'e2e/stories.test.ts',
    'starts from nothing, answers under its fixed names, and plays the stories to the exact numbers',
  ),
  v('2.27', 'G5 breaker and paused conversion', '-11%', policy('breakers'), '[TV 2.27] G5'),
  v('2.27', 'G6 cottage', '6,967.62', policy('carbonIssuance'), '2.23, 2.27 G6 [TV]'),
  v('2.27', 'G7 reversal', '1,557.22', policy('carbonIssuance'), '2.27 G7 [TV]'),
  v('3', '82.8 transactions a second', '82.8 TPS', policy('plannedLoad'), '[TV 3]'),
  v('7.2', '35,040,000 readings a year', '35,040,000', policy('plannedLoad'), '[TV 7.2]'),
]

function v(section: string, says: string, mark: string, file: string, test: string): Vector {
  return { section, says, mark, file, test }
}
