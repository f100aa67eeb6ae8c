import { hsList } from '../codes/hsCodes.ts'
import { portList } from '../codes/portCodes.ts'
import { defineProblems } from '../problems.ts'

/** What can be wrong inside a document. */
export const documentProblems = defineProblems({
  NOT_UTF8: { message: 'The file is not text in UTF-8', remedy: 'Export the file again in UTF-8.' },
  NOT_JSON: {
    message: 'The file is not JSON',
    remedy: 'Check the file with a JSON validator; `given` shows where reading stopped.',
  },
  JSON_TOO_DEEP: {
    message: 'The JSON is nested too deep',
    remedy: 'Nest lists and objects at most 64 levels deep.',
  },
  JSON_MEMBER_REPEATED: {
    message: 'An object has two members of one name',
    remedy: 'Keep one of them: which one counts is left to every reader (RFC 8259 section 4).',
  },
  TEXT_NOT_STORABLE: {
    message: 'The text holds the character U+0000 or half of a surrogate pair',
    remedy: 'Remove the character, or write the whole pair; every other character of Unicode can be kept.',
  },
  SCHEMA: {
    message: 'The value does not fit the schema of the format',
    remedy: 'Correct the value at the pointer; `given` says what the schema asks for.',
  },
  CSV_MALFORMED: {
    message: 'The line is not CSV of RFC 4180',
    remedy: 'Quote fields that hold commas, quotes or line breaks, and close every quote.',
  },
  CSV_EMPTY: { message: 'The file has no data rows', remedy: 'Send a header line and at least one row.' },
  CSV_COLUMN_MISSING: {
    message: 'A column that the profile needs is missing',
    remedy: 'Add the column, or declare a profile that names the columns of this file.',
  },
  CSV_COLUMN_REPEATED: { message: 'Two columns have the same name', remedy: 'Give every column a name of its own.' },
  CSV_ROW_WIDTH: {
    message: 'The row has more or fewer fields than the header',
    remedy: 'Check the row for missing commas or quotes.',
  },
  CSV_TOO_MANY_ROWS: { message: 'The file has more rows than its format allows', remedy: 'Split the file.' },
  CSV_SEVERAL_CERTIFICATES: {
    message: 'The file holds several certificates',
    remedy: 'Send it to POST /api/v1/documents/batches, or send one certificate.',
  },
  VALUE_MISSING: { message: 'A value that is needed is empty', remedy: 'Fill in the value.' },
  NUMBER_INVALID: {
    message: 'The value is not a plain decimal number in its range',
    remedy: 'Write digits with a decimal point: no exponent, no thousands separator, no unit.',
  },
  DATE_INVALID: {
    message: 'The value is not a calendar date of the declared form',
    remedy: 'Write the date as the format or profile declares it, for example 2026-03-01.',
  },
  TIME_INVALID: {
    message: 'The value is not an instant',
    remedy: 'Write UTC as 2026-03-01T12:00:00Z; without zone it is read as UTC.',
  },
  TEXT_INVALID: {
    message: 'The text is empty, too long or has control characters',
    remedy: 'Write 1 to 200 printable characters.',
  },
  COUNTRY_UNKNOWN: {
    message: 'The country code is not assigned in ISO 3166-1',
    remedy: 'Use an assigned alpha-2 code.',
  },
  PORT_UNKNOWN: {
    message: `The code is not a port of the lists that are kept (${portList})`,
    remedy:
      'Use the UN/LOCODE of the port, as in `nearest`; a newer port is added by parameter `inputs.codes.portsAdded`.',
  },
  HS_UNKNOWN: {
    message: `The code is not in the Harmonised System that is kept (${hsList})`,
    remedy:
      'Write 4 to 10 digits that begin with a code of that edition, as in `nearest`; one of another edition is added by parameter `inputs.codes.subheadingsAdded`.',
  },
  CURRENCY_UNKNOWN: {
    message: 'The currency is not in ISO 4217',
    remedy: 'Use an alphabetic code of ISO 4217 with a minor unit.',
  },
  UNIT_UNKNOWN_REC20: {
    message: 'The unit is not a unit of mass of UN/ECE Recommendation 20',
    remedy: 'Use a mass code such as TNE, KGM or LBR.',
  },
  IMO_INVALID: {
    message: 'The IMO number has a wrong check digit or form',
    remedy: 'Write the seven digits of the IMO ship identification number (IMO A.1117(30)).',
  },
  AMOUNT_MISMATCH: {
    message: 'Amounts do not add up',
    remedy: 'Line amounts are quantity times unit price, rounded to the minor unit; the total is their sum.',
  },
  MINOR_UNITS: {
    message: 'The amount has more decimals than its currency',
    remedy: 'Round the amount to the minor unit of ISO 4217.',
  },
  DATES_OUT_OF_ORDER: {
    message: 'Dates contradict each other',
    remedy: 'Correct the dates; a later event cannot precede an earlier one.',
  },
  ISSUED_IN_FUTURE: { message: 'The document is dated after it arrived', remedy: 'Correct the date of issue.' },
  KIND_MISMATCH: {
    message: 'The document says it is of another kind',
    remedy: 'Declare the kind that the document itself names.',
  },
  CALIBRATION_EXPIRED: {
    message: 'The instrument was not calibrated when it measured',
    remedy: 'A measurement needs a calibration that is valid on its day.',
  },
  DCSA_MESSAGE_KIND: {
    message: 'The DCSA message is neither a transport document nor shipping instructions of EBL 3.0',
    remedy: 'Send the transport document itself, shipping instructions, or an issuance request that holds one.',
  },
  DCSA_VOID: { message: 'The transport document is void', remedy: 'Send the transport document that replaced it.' },
  AIS_VESSEL_NOT_SELECTED: {
    message: 'The file tracks several vessels',
    remedy: 'Name the vessel with `vesselImo`.',
  },
  AIS_VESSEL_ABSENT: {
    message: 'The file has no position of the vessel',
    remedy: 'Check the IMO number and the day of the file.',
  },
  AIS_POSITION_INVALID: {
    message: 'Latitude or longitude is out of range',
    remedy: 'Latitude is -90 to 90 and longitude -180 to 180 degrees (ITU-R M.1371-5).',
  },
  AIS_HEADING_INVALID: {
    message: 'Heading, course or speed is out of range',
    remedy:
      'Heading is 0 to 359 or 511 for none, course below 360 or 360 for none, speed below 102.3 knots (ITU-R M.1371-5).',
  },
  AIS_TIME_ORDER: {
    message: 'The position is older than the one before it',
    remedy: 'Sort the positions of a vessel by time.',
  },
  AIS_SPEED_IMPLAUSIBLE: {
    message: 'No cargo vessel covers the way from the previous position in this time',
    remedy: 'Check position and time; parameter inputs.vessel.speedMaxKnots holds the limit.',
  },
  AIS_TOO_SHORT: { message: 'The track has too few positions', remedy: 'Send a longer stretch of the voyage.' },
  TREE_DIAMETER_INVALID: {
    message: 'The diameter is not between 1 and 1,000 cm',
    remedy: 'Write the diameter at breast height in cm.',
  },
  TREE_HEIGHT_INVALID: {
    message: 'The height is not between 1.3 and 130 m',
    remedy: 'Write the height in m, or leave it empty when it was not measured.',
  },
  TREE_DENSITY_INVALID: {
    message: 'The wood density is not between 0.05 and 1.5 g/cm3',
    remedy: 'Write the basic density in g/cm3, or leave it empty.',
  },
  MATERIAL_UNKNOWN: { message: 'The material is not one the methodology knows', remedy: 'Use hurd, timber or binder.' },
  BILL_LINE_REPEATED: { message: 'Section and material occur twice', remedy: 'Add the masses up in one line.' },
  PRICE_NOT_POSITIVE: {
    message: 'The price is not above zero',
    remedy: 'A volatility of prices needs positive prices; leave the day out.',
  },
  PRICE_DATE_ORDER: {
    message: 'The date is not after the one before it',
    remedy: 'Sort the series by date, one price a day.',
  },
  PRICE_CURRENCY_CHANGES: {
    message: 'The price is in another currency than those before it',
    remedy: 'Send a series of its own for each currency.',
  },
})
