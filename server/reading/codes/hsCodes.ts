/**
 * Headings of the Harmonised System, edition 2022, as ranges within each chapter: 1,228 headings of 96 chapters (77 is kept free
 * by the WCO, 98 and 99 are national). No maintained package was found, so the list is our own: the numbers are facts of the
 * nomenclature, taken from the public domain list datasets/harmonized-system (PDDL); a test compares them with it when it is there.
 * Subheadings are not listed: they change with every edition, and a document cites the edition of its day.
 */
import { parseHsCode } from '@assay/domain/assetClasses.ts'
import { codeErrors } from './errors.ts'

const headings: Readonly<Record<string, string>> = {
  '01': '01-06',
  '02': '01-10',
  '03': '01-09',
  '04': '01-10',
  '05': '01-02 04-08 10-11',
  '06': '01-04',
  '07': '01-14',
  '08': '01-14',
  '09': '01-10',
  '10': '01-08',
  '11': '01-09',
  '12': '01-14',
  '13': '01-02',
  '14': '01 04',
  '15': '01-18 20-22',
  '16': '01-05',
  '17': '01-04',
  '18': '01-06',
  '19': '01-05',
  '20': '01-09',
  '21': '01-06',
  '22': '01-09',
  '23': '01-09',
  '24': '01-04',
  '25': '01-26 28-30',
  '26': '01-21',
  '27': '01-16',
  '28': '01-37 39-47 49-50 52-53',
  '29': '01-42',
  '30': '01-06',
  '31': '01-05',
  '32': '01-15',
  '33': '01-07',
  '34': '01-07',
  '35': '01-07',
  '36': '01-06',
  '37': '01-07',
  '38': '01-27',
  '39': '01-26',
  '40': '01-17',
  '41': '01-07 12-15',
  '42': '01-03 05-06',
  '43': '01-04',
  '44': '01-21',
  '45': '01-04',
  '46': '01-02',
  '47': '01-07',
  '48': '01-14 16-23',
  '49': '01-11',
  '50': '01-07',
  '51': '01-13',
  '52': '01-12',
  '53': '01-03 05-11',
  '54': '01-08',
  '55': '01-16',
  '56': '01-09',
  '57': '01-05',
  '58': '01-11',
  '59': '01-11',
  '60': '01-06',
  '61': '01-17',
  '62': '01-17',
  '63': '01-10',
  '64': '01-06',
  '65': '01-02 04-07',
  '66': '01-03',
  '67': '01-04',
  '68': '01-15',
  '69': '01-07 09-14',
  '70': '01-11 13-20',
  '71': '01-18',
  '72': '01-29',
  '73': '01-26',
  '74': '01-13 15 18-19',
  '75': '01-08',
  '76': '01-16',
  '78': '01-02 04 06',
  '79': '01-05 07',
  '80': '01-03 07',
  '81': '01-06 08-13',
  '82': '01-15',
  '83': '01-11',
  '84': '01-68 70-87',
  '85': '01-19 21-49',
  '86': '01-09',
  '87': '01-16',
  '88': '01-02 04-07',
  '89': '01-08',
  '90': '01-08 10-33',
  '91': '01-14',
  '92': '01-02 05-09',
  '93': '01-07',
  '94': '01-06',
  '95': '03-08',
  '96': '01-20',
  '97': '01-06',
}

/** True when digits begin with an existing heading. `code`: 4 to 10 digits. */
export function isHsHeading(code: string): boolean {
  const ranges = headings[code.slice(0, 2)]
  const heading = code.slice(2, 4)
  if (ranges === undefined || heading.length !== 2) return false
  return ranges.split(' ').some((range) => {
    const [from = '', to = from] = range.split('-')
    return heading >= from && heading <= to
  })
}

/** Digits of an HS code whose heading exists. @throws HS_CODE_INVALID CODE_UNKNOWN */
export function requireHsCode(value: unknown, field = 'hsCode'): string {
  const code = parseHsCode(value, field)
  if (!isHsHeading(code)) throw codeErrors.CODE_UNKNOWN({ field, given: code, list: 'HS 2022 headings' })
  return code
}
