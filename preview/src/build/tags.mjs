// The tags WeChat brings with it.

export const STRUCTURE = new Set('block template import include wxs slot'.split(' '))

export const BUILT_IN = new Set(
  (
    'view text image button input textarea form label picker picker-view picker-view-column radio radio-group checkbox checkbox-group ' +
    'switch slider scroll-view swiper swiper-item navigator functional-page-navigator icon progress rich-text cover-view cover-image canvas ' +
    'movable-area movable-view page-container root-portal match-media share-element page-meta navigation-bar ' +
    'map video audio camera live-player live-pusher voip-room web-view ad ad-custom official-account open-data open-data-list open-data-item editor xr-frame ' +
    'channel-live channel-video store-home store-product keyboard-accessory snapshot grid-view list-view sticky-header sticky-section ' +
    'open-container draggable-sheet span list-builder grid-builder nested-scroll-header nested-scroll-body ' +
    'tap-gesture-handler double-tap-gesture-handler pan-gesture-handler scale-gesture-handler long-press-gesture-handler ' +
    'force-press-gesture-handler horizontal-drag-gesture-handler vertical-drag-gesture-handler'
  ).split(' '),
)

/** Tags of HTML, and tags WeChat had once: it shows what is inside them in a line, and nothing more. */
export const UNKNOWN_BUT_SHOWN = new Set(
  (
    'a abbr article aside b br center code dd del div dl dt em font footer h1 h2 h3 h4 h5 h6 header hr i img ins li main nav ol option p ' +
    'pre s section select small strong sub sup table tbody td th thead tr u ul ' +
    'loading toast modal action-sheet action-sheet-item action-sheet-cancel'
  ).split(' '),
)
