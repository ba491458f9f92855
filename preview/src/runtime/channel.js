// The event channel between a page and the page it opened.

/** @returns {{opener: object, opened: object}} two ends: what one emits the other hears */
export function createChannel() {
  const ends = [new Map(), new Map()]
  const waiting = [new Map(), new Map()]
  const end = (mine) => {
    const heard = ends[mine]
    const api = {
      on(name, hear) {
        if (!heard.has(name)) heard.set(name, [])
        heard.get(name).push(hear)
        // What was said before anybody listened is not lost.
        for (const facts of waiting[mine].get(name) ?? []) hear(...facts)
        waiting[mine].delete(name)
        return api
      },
      once(name, hear) {
        const once = (...facts) => {
          api.off(name, once)
          hear(...facts)
        }
        return api.on(name, once)
      },
      off(name, hear) {
        heard.set(name, hear ? (heard.get(name) ?? []).filter((each) => each !== hear) : [])
        return api
      },
      emit(name, ...facts) {
        const other = ends[1 - mine].get(name) ?? []
        if (other.length) for (const hear of [...other]) hear(...facts)
        else {
          const later = waiting[1 - mine]
          later.set(name, [...(later.get(name) ?? []), facts])
        }
        return api
      },
    }
    return api
  }
  return { opener: end(0), opened: end(1) }
}
