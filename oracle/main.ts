/** `node_modules/.bin/node oracle/main.ts`: one oracle node as its own process. Settings: oracle/README.md. */
import { judgeCase } from './judgeCase.ts'
import { runProcess } from './runProcess.ts'

runProcess(judgeCase)
