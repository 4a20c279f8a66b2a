//! Rivertown with a map: three wards side by side, two banks that they lie on, people in all of them,
//! and arrests with points, names and ages.

use std::fs;

use data_pipeline::source::sha256_hex;

use super::invented::InventedCity;

/// Upstream from 0 to 1 degree east, Midstream to 2, Downstream to 3; a line a ward.
pub const WARDS: &str = r#"{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"ward": "UPSTREAM"}, "geometry": {"type": "Polygon", "coordinates": [[[0.1, 0.1], [1.0, 0.1], [1.0, 1.0], [0.1, 1.0], [0.1, 0.1]]]}},
{"type": "Feature", "properties": {"ward": "Mid-Stream"}, "geometry": {"type": "Polygon", "coordinates": [[[1.0, 0.1], [2.0, 0.1], [2.0, 1.0], [1.0, 1.0], [1.0, 0.1]]]}},
{"type": "Feature", "properties": {"ward": "downstream"}, "geometry": {"type": "MultiPolygon", "coordinates": [[[[2.0, 0.1], [3.0, 0.1], [3.0, 1.0], [2.0, 1.0], [2.0, 0.1]]]]}},
{"type": "Feature", "properties": {"ward": "The lake"}, "geometry": {"type": "Polygon", "coordinates": [[[3.0, 0.1], [4.0, 0.1], [4.0, 1.0], [3.0, 1.0], [3.0, 0.1]]]}}
]}
"#;

/// An arrest for each way of being located, and each kind of age.
pub const ARRESTS: &str = "Row,Day,Charge,Ward,Where,Years
1,2018-01-01,HGV,Upstream,\"(0.5, 0.5)\",20
2,2018-01-01,HGV,Upstream,\"7 Dam St
Rivertown
(0.5, 1.5)\",30
3,2018-01-02,HGV,Downstream,\"(,)\",0
4,2018-01-02,HGV,,\"(0.5, 1.0)\",
5,2018-01-03,HGV,Up,\"(0.0, 0.0)\",200
6,2018-01-03,HGV,Nowhere,\"(2.5, 0.5)\",old
7,2018-01-03,HGV,Down,\"(0.1, 9.0)\",41
8,2018-01-03,HGV,,\"(0.5, 0.25)\",41
9,2018-01-03,HGV,,\"(0.5, 0.25)\",41
10,2017-06-01,HGV,,,41
11,2018-02-01,HGV,,,41
";

/// The city; nothing is wrong with it.
pub fn mapped_city() -> InventedCity {
    let city = InventedCity::new();
    let write = |file: &str, text: &str| fs::write(city.settings().join(file), text).unwrap();
    write(
        "banks.csv",
        "code,label\nleft,Left bank\nright,Right bank\n",
    );
    write("ward_banks.csv", "code,to\nupstream,left\nmidstream,left\n");
    write(
        "people.csv",
        "code,year,population,source\nrivertown,2010,1000,a count\n",
    );
    write(
        "ward_people.csv",
        "code,year,population,source\nupstream,2010,500,a count\nmidstream,2010,300,a count\n\
         downstream,2010,195,a count\n",
    );
    fs::write(city.sources().join("wards.geojson"), WARDS).unwrap();
    city.edit(
        "city.toml",
        "set_aside_limit_percent = 40.0\n",
        "set_aside_limit_percent = 40.0\n\
         bounds = { west = 0.05, south = 0.05, east = 4.0, north = 1.0 }\n\
         population = \"people.csv\"\n\
         population_tolerance_percent = 1.0\n",
    );
    let map = format!(
        "unlocated = \"Ward not recorded\"\n\
         valid_from = \"2018-01-01\"\n\
         valid_until = \"2019-02-01\"\n\
         population = \"ward_people.csv\"\n\
         crosswalk = [{{ to = \"bank\", file = \"ward_banks.csv\" }}]\n\
         [place.boundaries]\n\
         file = \"wards.geojson\"\n\
         sha256 = \"{}\"\n\
         property = \"ward\"\n\
         not_places = [\"The lake\"]\n\n\
         [[place]]\n\
         id = \"bank\"\n\
         label = \"Bank of the river\"\n\
         file = \"banks.csv\"\n\
         unlocated = \"Bank not recorded\"\n",
        sha256_hex(WARDS.as_bytes())
    );
    city.edit("city.toml", "unlocated = \"Ward not recorded\"\n", &map);
    city.edit(
        "sources.toml",
        "charge = { column = \"Charge\", separator = \"||\" }\n",
        "charge = { column = \"Charge\", separator = \"||\", unmatched_limit_percent = 10.0 }\n\
         age = { column = \"Years\", minimum = 1, maximum = 110, reason = \"nobody is so old\" }\n\
         [source.shape.coordinate]\n\
         text = \"Where\"\n\
         placeholders = [{ latitude = 0.5, longitude = 0.25, reason = \"the town hall\" }]\n\
         [source.shape.places.ward]\n\
         column = \"Ward\"\n\
         by = [\"coordinate\", \"name\"]\n\
         [source.shape.places.bank]\n\
         by = [\"crosswalk\"]\n\
         from = \"ward\"\n",
    );
    city.edit(
        "sources.toml",
        "file = \"arrests.csv\"\n",
        "file = \"arrests.csv\"\n\
         row_number = \"Row\"\n\
         floor = { day = \"2018-01-01\", reason = \"before the record begins\" }\n\
         ceiling = { day = \"2018-01-31\", reason = \"after the record ends\" }\n",
    );
    city.replace_source("arrests.csv", ARRESTS.as_bytes());
    city
}
