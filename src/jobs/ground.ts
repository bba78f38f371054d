import { groundsFor } from '../law/index.ts'
import { AppError } from '../model/index.ts'

/** The ground's code, when it is in the code table of this regime. @throws law/unknown-ground */
export function checkGround(regime: string, code: string): string {
  if (!groundsFor(regime).some((ground) => ground.code === code)) {
    throw new AppError(
      'law/unknown-ground',
      'This ground is not in the code table of the request\u2019s regime. `desk ground list` shows those that are.',
      {
        regime,
      },
    )
  }
  return code
}
