import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import fontkit from '@pdf-lib/fontkit'
import { PDFDocument, type PDFFont, type PDFPage, PDFString, rgb } from 'pdf-lib'
import QRCode from 'qrcode'
import { strokeOfSign } from '../../pages/wordmark.ts'
import type { Description } from './describeRetirement.ts'

const require = createRequire(import.meta.url)
const page = { width: 595.28, height: 841.89, margin: 56 } // A4, points
const qrSize = 104
const green = rgb(0.078, 0.325, 0.176)

/**
 * The certificate as a PDF: text that can be selected and read aloud, and a QR code to the public page. One page, unless names
 * are very long. The same retirement gives the same content; dates inside the file are those of the retirement.
 */
export async function renderCertificate(of: Description): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  document.registerFontkit(fontkit)
  const regular = await document.embedFont(await fontBytes('DejaVuSans'), { subset: true })
  const bold = await document.embedFont(await fontBytes('DejaVuSans-Bold'), { subset: true })
  describe(document, of)
  const writer = startWriting(document)
  writer.write('Assay', bold, 11, 30, { color: green, indent: 22 })
  drawSign(writer.sheet())
  drawQr(writer.sheet(), of.retirement.publicUrl)
  writer.write('Certificate of retirement', bold, 24, 14)
  writer.write(of.quantity, bold, 20, 10)
  writer.write('are burned for good. Nobody can transfer, sell or retire them again.', regular, 11, 24)
  for (const { label, value } of of.facts) {
    writer.write(label, bold, 10, 4)
    writer.write(value, regular, 11, 10)
  }
  writer.rule()
  writer.write('For whoever checks this certificate', bold, 12, 10)
  const last = { label: 'Salt of the commitments', value: of.retirement.salt }
  for (const { label, value } of [...of.details, last]) {
    writer.write(label, bold, 8, 3)
    writer.write(value, regular, 8, 7)
  }
  writer.write('Public page', bold, 8, 3)
  writer.write(of.retirement.publicUrl, regular, 8, 7, { link: of.retirement.publicUrl })
  return document.save()
}

function describe(document: PDFDocument, { retirement, quantity }: Description): void {
  const at = new Date(retirement.retiredAt ?? 0)
  document.setTitle(`Certificate of retirement: ${quantity}`, { showInWindowTitleBar: true })
  document.setSubject(`Retirement ${retirement.retirementId}`)
  document.setLanguage('en')
  document.setProducer('Assay')
  document.setCreator('Assay')
  document.setCreationDate(at)
  document.setModificationDate(at)
}

interface Style {
  readonly color?: ReturnType<typeof rgb>
  readonly indent?: number
  readonly link?: string
}

/** Writes from top to bottom; begins another page when one is full. */
function startWriting(document: PDFDocument) {
  let sheet = document.addPage([page.width, page.height])
  let y = page.height - page.margin
  const first = sheet
  const line = (text: string, font: PDFFont, size: number, { color = rgb(0, 0, 0), indent = 0, link }: Style) => {
    if (y - size < page.margin) {
      sheet = document.addPage([page.width, page.height])
      y = page.height - page.margin
    }
    y -= size
    const x = page.margin + indent
    sheet.drawText(text, { x, y, size, font, color })
    if (link !== undefined) addLink(sheet, link, [x, y - 2, x + font.widthOfTextAtSize(text, size), y + size])
    y -= size * 0.3
  }
  return {
    sheet: () => sheet,
    write(text: string, font: PDFFont, size: number, gap: number, style: Style = {}) {
      // Beside the QR code lines are shorter.
      const beside = sheet === first && y > page.height - page.margin - qrSize - size
      const width = page.width - 2 * page.margin - (style.indent ?? 0) - (beside ? qrSize + 16 : 0)
      for (const part of wrap(text, font, size, width)) line(part, font, size, style)
      y -= gap - size * 0.3
    },
    rule() {
      y -= 4
      const end = { x: page.width - page.margin, y }
      sheet.drawLine({ start: { x: page.margin, y }, end, thickness: 0.5, color: rgb(0.6, 0.6, 0.6) })
      y -= 16
    },
  }
}

/** Breaks at spaces, and inside words that are longer than a line. */
function wrap(text: string, font: PDFFont, size: number, width: number): string[] {
  const lines: string[] = []
  let line = ''
  const fits = (candidate: string) => font.widthOfTextAtSize(candidate, size) <= width
  for (const word of text.split(' ')) {
    const candidate = line === '' ? word : `${line} ${word}`
    if (fits(candidate)) {
      line = candidate
      continue
    }
    if (line !== '') lines.push(line)
    line = ''
    for (const character of word) {
      if (!fits(line + character)) {
        lines.push(line)
        line = ''
      }
      line += character
    }
  }
  return [...lines, line]
}

function addLink(sheet: PDFPage, url: string, rectangle: readonly number[]): void {
  const { context } = sheet.doc
  const action = { Type: 'Action', S: 'URI', URI: PDFString.of(url) }
  sheet.node.addAnnot(
    context.register(
      context.obj({ Type: 'Annot', Subtype: 'Link', Rect: [...rectangle], Border: [0, 0, 0], A: action }),
    ),
  )
}

function drawSign(sheet: PDFPage): void {
  const [x, y, size] = [page.margin, page.height - page.margin - 13, 16]
  sheet.drawRectangle({ x, y, width: size, height: size, color: green })
  for (const { path, width } of strokeOfSign) {
    const scale = size / 32
    sheet.drawSvgPath(path, { x, y: y + size, scale, borderColor: rgb(1, 1, 1), borderWidth: width * scale })
  }
}

/** A QR code as one vector path: sharp at every size. */
function drawQr(sheet: PDFPage, url: string): void {
  const [x, y] = [page.width - page.margin - qrSize, page.height - page.margin]
  const { modules } = QRCode.create(url, { errorCorrectionLevel: 'M' })
  const cell = qrSize / modules.size
  let path = ''
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) path += `M${column * cell} ${row * cell}h${cell}v${cell}h${-cell}z`
    }
  }
  sheet.drawSvgPath(path, { x, y, color: rgb(0, 0, 0), borderWidth: 0 })
  addLink(sheet, url, [x, y - qrSize, x + qrSize, y])
}

function fontBytes(name: 'DejaVuSans' | 'DejaVuSans-Bold'): Promise<Uint8Array> {
  return readFile(require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`))
}
