/** Words of the three regions, beside those that faker knows: it invents cities, and mixes the names of all who speak French. */
export interface City {
  readonly name: string;
  readonly areaCode: string;
}

function list(text: string): readonly string[] {
  return text.split(',').map((item) => item.trim());
}

function cities(text: string): readonly City[] {
  return list(text).map((item) => {
    const end = item.lastIndexOf(' ');
    return { name: item.slice(0, end), areaCode: item.slice(end + 1) };
  });
}

export const FLEMISH_CITIES = cities(`
  Aalst 53, Antwerpen 3, Brugge 50, Brussel 2, Dendermonde 52, Diest 13, Eeklo 9, Geel 14, Genk 89, Gent 9,
  Halle 2, Hasselt 11, Ieper 57, Kortrijk 56, Leuven 16, Lier 3, Lokeren 9, Mechelen 15, Oostende 59,
  Oudenaarde 55, Roeselare 51, Sint-Niklaas 3, Tienen 16, Turnhout 14, Veurne 58, Vilvoorde 2,
  's-Gravenvoeren 4`);

export const WALLOON_CITIES = cities(`
  Arlon 63, Bruxelles 2, Charleroi 71, Dinant 82, Huy 85, La Louvière 64, Liège 4, Malmedy 80, Mons 65,
  Mouscron 56, Namur 81, Nivelles 67, Tournai 69, Verviers 87, Wavre 10`);

export const DUTCH_CITIES = cities(`
  's-Hertogenbosch 73, Almere 36, Amersfoort 33, Amsterdam 20, Apeldoorn 55, Arnhem 26, Breda 76, Den Haag 70,
  Eindhoven 40, Enschede 53, Goes 113, Groningen 50, Haarlem 23, Leeuwarden 58, Leiden 71, Maastricht 43,
  Middelburg 118, Nijmegen 24, Roermond 475, Rotterdam 10, Súdwest-Fryslân 515, Terneuzen 115, Tilburg 13,
  Utrecht 30, Zwolle 38`);

export const FLEMISH_NAMES = list(`
  Aerts, Baert, Bogaert, Bossuyt, Callens, Coppens, D'Hondt, D'Hooghe, De Backer, De Bruyne, De Clercq,
  De Cock, De Smedt, De Wolf, 't Kindt, Goethals, Lemmens, Maes, Nijs, Pauwels, Raes, Segers, Stevens, Thys,
  Van Acker, Van Damme, Van den Bossche, Van der Auwera, Van de Velde, Van Hecke, Verbeke, Verhoeven,
  Vermeersch, Wuyts, Wyckmans, El Amrani, Yılmaz, Nguyễn`);

export const WALLOON_NAMES = list(`
  André, Bastin, Benoît, Bodart, Charlier, Collard, d'Oultremont, Delvaux, Denis, Derèse, Dubois, Dumont,
  Dupont, Évrard, François, Georges, Gérard, Gilson, Goffin, Grégoire, Henrard, Hubert, Lambert, Laurent,
  Leclercq, Lefèvre, Lejeune, Léonard, Louis, Marchal, Martin, Mathieu, Michel, N'Diaye, Noël, Pirotte, Renard,
  Simon, Thiry, Toussaint, Wauthier`);
