/** A fault that isn't marked after so many frames never is. */
const mostFrames = 60

/** Gives the focus to the first field of a form that is marked as faulty, once the mark stands: what is wrong is read there. */
export function focusFirstFault(form: HTMLFormElement, frames = mostFrames): void {
  requestAnimationFrame(() => {
    const fault = form.querySelector<HTMLElement>(':is(input, textarea):is([aria-invalid="true"], [data-invalid])')
    if (fault === null && frames > 1) focusFirstFault(form, frames - 1)
    fault?.focus()
    fault?.scrollIntoView({ block: 'nearest' })
  })
}
