//! The map of one kind of place, indexed for many points.

use std::collections::BTreeMap;

use geo::algorithm::indexed::IntervalTreeMultiPolygon;
use geo::coordinate_position::CoordPos;
use geo::orient::Direction;
use geo::{BoundingRect, Contains, Coord, CoordinatePosition, InteriorPoint, MultiPolygon, Orient};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// The boundaries of the places of one kind, in degrees of WGS 84.
pub struct Map {
    areas: Vec<Area>,
    /// The boxes of the areas, with their indices in `areas`.
    boxes: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

struct Area {
    /// The position of the place in the list of its kind.
    position: usize,
    shape: MultiPolygon,
    edges: IntervalTreeMultiPolygon<f64>,
}

impl Map {
    /// A map of places by their positions in the list of their kind.
    #[must_use]
    pub fn new(areas: BTreeMap<usize, MultiPolygon>) -> Self {
        let areas: Vec<Area> = areas.into_iter().map(Area::new).collect();
        let boxes = areas.iter().enumerate().filter_map(|(index, area)| {
            let around = area.shape.bounding_rect()?;
            let corners = (around.min(), around.max());
            let rectangle =
                Rectangle::from_corners([corners.0.x, corners.0.y], [corners.1.x, corners.1.y]);
            Some(GeomWithData::new(rectangle, index))
        });
        Self {
            boxes: RTree::bulk_load(boxes.collect()),
            areas,
        }
    }

    /// The position of the place that a point belongs to, by the rule of [`super`].
    #[must_use]
    pub fn locate(&self, longitude: f64, latitude: f64) -> Option<usize> {
        let point = Coord {
            x: longitude,
            y: latitude,
        };
        let around = AABB::from_point([longitude, latitude]);
        let boxes = self.boxes.locate_in_envelope_intersecting(&around);
        let mut near: Vec<&Area> = boxes.filter_map(|near| self.areas.get(near.data)).collect();
        near.sort_unstable_by_key(|area| area.position);
        let inside = near.iter().find(|area| area.edges.contains(&point));
        // Few points lie inside of nothing: only these are held against every edge.
        let is_touched =
            |area: &&&Area| area.shape.coordinate_position(&point) != CoordPos::Outside;
        let found = inside.or_else(|| near.iter().find(is_touched));
        found.map(|area| area.position)
    }

    /// The positions of the places that the map shows, in their order.
    pub fn positions(&self) -> impl Iterator<Item = usize> {
        self.areas.iter().map(|area| area.position)
    }

    /// The places with their shapes, in their order.
    pub fn shapes(&self) -> impl Iterator<Item = (usize, &MultiPolygon)> {
        self.areas.iter().map(|area| (area.position, &area.shape))
    }

    /// A point inside of each place, as position, longitude and latitude.
    pub fn points_inside(&self) -> impl Iterator<Item = (usize, f64, f64)> {
        self.areas.iter().filter_map(|area| {
            let point = area.shape.interior_point()?;
            Some((area.position, point.x(), point.y()))
        })
    }
}

impl Area {
    fn new((position, shape): (usize, MultiPolygon)) -> Self {
        // The index adds up windings: a hole must turn the other way than the ring around it.
        let shape = shape.orient(Direction::Default);
        Self {
            position,
            edges: IntervalTreeMultiPolygon::new(&shape),
            shape,
        }
    }
}

impl std::fmt::Debug for Map {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let positions: Vec<usize> = self.positions().collect();
        formatter
            .debug_struct("Map")
            .field("positions", &positions)
            .finish_non_exhaustive()
    }
}
