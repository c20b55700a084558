/** Words of the language that are also names. Alone they are not taken for one; beside the other name of the person they are. */
export const ORDINARY_WORDS: readonly string[] =
  `april august autumn baker banks barber bill bishop black bloom bond booth bridge brook brooks brown burns bush butler carpenter carter
  case chance chase church clay cook cooper cross curry daisy dale dawn dean drew east english faith farmer field fields fisher ford forest
  fort foster fountain fowler fox frank free french friend frost gardener gates glass gold golden good grace grant grave graves gray green
  grove guard hall hand hands harbor hard harden hardy harmony head heart heath hill hills holland holly home hope house hunt hunter iris
  ivory jack jade jasmine jordan judge june justice keen king knight lake lamb lane large lily little lock london long love lucky march mark
  marks marsh mason massey mercy miles mill miller mills mine moon moore moss neal newton noble north norman null page park parker parks pearl
  penny pierce pike pine pipe pitts place pond poole pope porter potter powers price pride prince quick rain range ranger reed reel rich rivers
  rock root rose ruby rush sage sales salt sand savage scott sharp sherman shepherd short silver skinner small smart smith snow south spark
  spear spring stark steel sterling stern stone street strong summer summers swift taylor temple term terry thorn tower town trace travel tree
  trip turner tyler underwood vance victor violet wade walker wall walls ward waters weaver weeks well wells west wheeler white wild wilder will
  wills winter winters wise wolf wood woods worth wright young`.split(/\s+/);
