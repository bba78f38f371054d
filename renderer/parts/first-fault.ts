/** Gives the focus to the first field of a form that is marked as faulty, once the mark stands: what is wrong is read there. */
export function focusFirstFault(form: HTMLFormElement): void {
  requestAnimationFrame(() => {
    const fault = form.querySelector<HTMLElement>(':is(input, textarea):is([aria-invalid="true"], [data-invalid])')
    fault?.focus()
    fault?.scrollIntoView({ block: 'nearest' })
  })
}
