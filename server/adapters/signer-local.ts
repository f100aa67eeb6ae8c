/** A signer whose keys derive from one mnemonic (BIP-39, BIP-32 path m/44'/60'/0'/0/index) kept in the state folder. */
import { open, readFile } from 'node:fs/promises'
import { type Address, getAddress, type Hex, type TypedDataDefinition } from 'viem'
import { english, generateMnemonic, type HDAccount, mnemonicToAccount } from 'viem/accounts'
import type { SignableTransaction, Signer } from '../ports/signer.ts'
import { signerErrors } from '../ports/signer.ts'

/** Highest index searched for an address this process has not derived yet. */
const searchedIndices = 10_000

/** Opens the mnemonic at `path`, creating it (mode 0600) when absent. Errors: SIGNER_KEY_INVALID, UNKNOWN_KEY. */
export async function openLocalSigner(path: string): Promise<Signer> {
  return localSigner(await readOrCreate(path))
}

/** The signer of a known mnemonic, for tests. */
export function localSigner(mnemonic: string): Signer {
  const byIndex: HDAccount[] = []
  const byAddress = new Map<string, HDAccount>()
  const account = (index: number): HDAccount => {
    if (!Number.isInteger(index) || index < 0) throw signerErrors.UNKNOWN_KEY({ index })
    const known = byIndex[index]
    if (known !== undefined) return known
    const derived = mnemonicToAccount(mnemonic, { addressIndex: index })
    byIndex[index] = derived
    byAddress.set(derived.address, derived)
    return derived
  }
  const find = (address: Address): HDAccount => {
    const wanted = getAddress(address)
    for (let index = 0; index < searchedIndices && !byAddress.has(wanted); index++) account(index)
    const found = byAddress.get(wanted)
    if (found === undefined) throw signerErrors.UNKNOWN_KEY({ address: wanted })
    return found
  }
  return {
    address: async (index) => account(index).address,
    signTransaction: (from, transaction) => signEip1559(find(from), transaction),
    signTypedData: async (from, typedData) => find(from).signTypedData(typedData as TypedDataDefinition),
  }
}

function signEip1559(account: HDAccount, transaction: SignableTransaction): Promise<Hex> {
  return account.signTransaction({ ...transaction, type: 'eip1559' })
}

async function readOrCreate(path: string): Promise<string> {
  try {
    // O_EXCL: of two processes that start at once, one creates and the other reads.
    const file = await open(path, 'wx', 0o600)
    const mnemonic = generateMnemonic(english, 256)
    await file.writeFile(`${mnemonic}\n`)
    await file.sync()
    await file.close()
    return mnemonic
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  for (let wait = 0; wait < 50; wait++) {
    const text = (await readFile(path, 'utf8')).trim()
    if (text.split(/\s+/).length >= 12) {
      try {
        mnemonicToAccount(text)
        return text
      } catch (cause) {
        throw signerErrors.SIGNER_KEY_INVALID({ path }, { cause })
      }
    }
    await new Promise((resume) => setTimeout(resume, 20))
  }
  throw signerErrors.SIGNER_KEY_INVALID({ path })
}
