import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import fontkit from '@pdf-lib/fontkit'
import { PDFDocument, type PDFFont, type PDFPage, rgb } from 'pdf-lib'
import QRCode from 'qrcode'
import type { Description } from './describeRetirement.ts'

const require = createRequire(import.meta.url)
const page = { width: 595.28, height: 841.89, margin: 56 } // A4, points
const qrSize = 120

/**
 * The certificate as a PDF of one page: text that can be selected and read aloud, and a QR code to the public page. The same
 * retirement gives the same content; dates inside the file are those of the retirement.
 */
export async function renderCertificate(of: Description): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  document.registerFontkit(fontkit)
  const regular = await document.embedFont(await fontBytes('DejaVuSans'), { subset: true })
  const bold = await document.embedFont(await fontBytes('DejaVuSans-Bold'), { subset: true })
  describe(document, of)
  const sheet = document.addPage([page.width, page.height])
  let y = page.height - page.margin
  const write = (text: string, font: PDFFont, size: number, gap = 6) => {
    // Beside the QR code lines are shorter.
    const beside = y > page.height - page.margin - qrSize - size
    const width = page.width - 2 * page.margin - (beside ? qrSize + 16 : 0)
    for (const line of wrap(text, font, size, width)) {
      y -= size
      sheet.drawText(line, { x: page.margin, y, size, font })
      y -= gap
    }
  }
  write('Certificate of retirement', bold, 24, 14)
  write(of.quantity, bold, 20, 10)
  write('are burned for good. Nobody can transfer, sell or retire them again.', regular, 11, 16)
  for (const { label, value } of of.lines) {
    write(label, bold, 9, 3)
    write(value, regular, 9, 8)
  }
  drawQr(sheet, of.retirement.publicUrl, {
    x: page.width - page.margin - qrSize,
    y: page.height - page.margin - qrSize,
  })
  write('Public page', bold, 9, 3)
  write(of.retirement.publicUrl, regular, 9, 8)
  write('Salt of the commitments, for whoever this certificate is shown to', bold, 9, 3)
  write(of.retirement.salt, regular, 9, 8)
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

/** A QR code as one vector path: sharp at every size. */
function drawQr(sheet: PDFPage, url: string, at: { x: number; y: number }): void {
  const { modules } = QRCode.create(url, { errorCorrectionLevel: 'M' })
  const cell = qrSize / modules.size
  let path = ''
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) path += `M${column * cell} ${row * cell}h${cell}v${cell}h${-cell}z`
    }
  }
  sheet.drawSvgPath(path, { x: at.x, y: at.y + qrSize, color: rgb(0, 0, 0), borderWidth: 0 })
}

function fontBytes(name: 'DejaVuSans' | 'DejaVuSans-Bold'): Promise<Uint8Array> {
  return readFile(require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`))
}
