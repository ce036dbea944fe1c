/** The likely cause of a status word that is not the recorded one. */
import { describeStatusWord, INS } from '../../apdu/index.ts';

/** One sentence without a full stop. */
export function likelyCause(ins: number, recorded: string, answered: number): string {
  const word = answered & 0xfff0;
  if (word === 0x63c0 || answered === 0x6300)
    return 'the value that was presented is not the one of this card; --set gives the right one';
  switch (answered) {
    case 0x9000:
      return recorded.startsWith('63')
        ? 'a value that was wrong when this was recorded is right here'
        : 'this card allows what the recorded one refused';
    case 0x6982:
      return 'no PIN was verified before it: a VERIFY is missing from the trace, failed, or a reset has come between';
    case 0x6983:
      return 'the PIN of this card is blocked';
    case 0x6a82:
      return 'this card has no such file or application, or another one is selected than was then';
    case 0x6a88:
      return 'this card has no such key, PIN or data object';
    case 0x6a89:
      return 'the file is there already: the recorded card was in another state';
    case 0x6986:
      return 'no file is selected: a SELECT is missing from the trace, or was answered otherwise';
    case 0x6b00:
      return 'the file is shorter here, or another one is selected';
    case 0x6d00:
      return 'this card does not know the instruction';
    case 0x6e00:
      return 'this card does not know the class';
    case 0x6700:
      return 'a length that the recorded card took is refused here';
    default:
      return ins === INS.getResponse ? 'nothing waits to be fetched' : describeStatusWord(answered);
  }
}
